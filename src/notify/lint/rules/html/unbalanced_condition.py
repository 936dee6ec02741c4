"""HTM006: conditions for Outlook that do not end where they should."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.markup.markup import MarkupView
from notify.render.markup.elements import Comment, Conditional, Text, Token

# In a comment, which only Outlook reads; between two comments, which everybody reads; or in no comment at all.
Form = Literal["hidden", "shown", "bare"]

_EXPRESSION: Final = re.compile(r"\[if\s*([^\]]*)\]")
_NOT_OUTLOOK: Final = re.compile(r"!\s*\(?\s*mso", re.IGNORECASE)
_OUTLOOK: Final = re.compile(r"\(?\s*mso\s*\)?", re.IGNORECASE)
_MISWRITTEN: Final = re.compile(r"\s*<?!?\[\s*(if|endif)\b", re.IGNORECASE)
_END: Final = "Write `<![endif]-->` where it ends."


@dataclass(frozen=True)
class _Start:
    token: Conditional
    form: Form


def check(view: MarkupView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Follows the conditions from start to end."""
    if not any(isinstance(token, Conditional) or _is_miswritten(token) for token in view.tokens):
        return
    for offset, message, cure in _faults(view.tokens):
        at = view.place(offset)
        yield Fault(message, at, f"{message}:{at.file}", help=cure, notification=view.whose(at.file))


def _faults(tokens: Sequence[Token]) -> Iterator[tuple[int, str, str | None]]:
    """The offset of each fault, what it is, and its cure."""
    start: _Start | None = None
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        match token:
            case Conditional(text=text) if "endif" in text:
                yield from _end(token, start)
                start = None
            case Conditional():
                if start:
                    message = f"`{token.text}` begins within `{start.token.text}`: the first end is that of both."
                    yield token.offset, message, "End the one before the other begins."
                start = _Start(token, _form(token.text, following))
                yield from _shown_to_the_wrong(start)
            case Comment(text=text) if _is_miswritten(token):
                yield token.offset, *_miswritten(text)
            case Comment() if start and start.form == "hidden":
                message = f"A comment within `{start.token.text}` ends it: everybody sees what follows."
                yield token.offset, message, "Take the comment out."
            case _:
                pass
    if start:
        rest = "Nobody else sees what follows it" if start.form == "hidden" else "Outlook may not see what follows it"
        yield start.token.offset, f"`{start.token.text}` never ends. {rest}.", _cure(start.form)


def _form(text: str, following: Token | None) -> Form:
    if not text.startswith("<!--"):
        return "bare"
    # `<!--[if !mso]> -->` is a comment that ends there.
    ends = text.endswith("-->") or (isinstance(following, Text) and following.text.lstrip().startswith("-->"))
    return "shown" if ends else "hidden"


def _end(end: Conditional, start: _Start | None) -> Iterator[tuple[int, str, str | None]]:
    if start is None:
        yield end.offset, f"`{end.text}` ends no condition.", "Take it out, or write the `<!--[if mso]>` that it ends."
    elif start.form == "hidden" and not end.text.endswith("-->"):
        message = f"`{start.token.text}` is ended by `{end.text}`, which does not end the comment."
        yield end.offset, message, _END


def _shown_to_the_wrong(start: _Start) -> Iterator[tuple[int, str, str | None]]:
    found = _EXPRESSION.search(start.token.text)
    expression = found[1].strip() if found else ""
    if start.form == "hidden" and _NOT_OUTLOOK.match(expression):
        message = f"Nobody sees what is in `{start.token.text}`: Outlook passes it over, and to others it is a comment."
        yield start.token.offset, message, "Write `<!--[if !mso]><!-->` before it and `<!--<![endif]-->` after it."
    if start.form == "shown" and _OUTLOOK.fullmatch(expression):
        message = f"Everybody sees what follows `{start.token.text}`, which names Outlook alone."
        yield (
            start.token.offset,
            message,
            "Write `<!--[if mso]>` before what is for Outlook, and `<![endif]-->` after it.",
        )


def _is_miswritten(token: Token) -> bool:
    return isinstance(token, Comment) and _MISWRITTEN.match(token.text) is not None


def _miswritten(text: str) -> tuple[str, str | None]:
    shown = " ".join(text.split())
    shown = shown if len(shown) <= 40 else f"{shown[:39]}…"
    if "endif" in (text.lstrip()[:10].lower()):
        return f"`<!--{shown}-->` is a comment and ends no condition.", _END
    why = "a space is before the `[`" if text[:1].isspace() else "its condition has no `]>`"
    return f"`<!--{shown}-->` is a comment that not even Outlook reads: {why}.", "Write `<!--[if mso]>`."


def _cure(form: Form) -> str:
    return {"hidden": _END, "shown": "Write `<!--<![endif]-->` where it ends.", "bare": "Write `<![endif]>`."}[form]


RULE: Final = Rule(
    code="HTM006",
    name="unbalanced-mso-comment",
    severity="error",
    looks_at=MarkupView,
    check=check,
    summary="A condition for Outlook has no end, no beginning, or the wrong one, or is within another.",
    why="`<!--[if mso]>` is a comment for everybody but Outlook on Windows. Without its end, the comment goes on to "
    "the next `-->`, and what stands before that is gone; another comment in it ends it too early, since comments do "
    "not nest (HTML Standard, “Comments”). What the compiler writes for Outlook by itself is right.",
    cure="Write `<!--[if mso]>` and `<![endif]-->` around what is for Outlook alone, `<!--[if !mso]><!-->` and "
    "`<!--<![endif]-->` around what is for all others.",
    bad=Example(body="<mj-raw><!--[if mso]><p>Open this in a browser.</p></mj-raw>\n<mj-text>{{ t.body }}</mj-text>"),
    good=Example(
        body="<mj-raw><!--[if mso]><p>Open this in a browser.</p><![endif]--></mj-raw>\n<mj-text>{{ t.body }}</mj-text>"
    ),
)
