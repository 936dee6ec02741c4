"""HTM005: elements and attributes that mail programs take away, or that people are warned of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from notify.lint.finding import Severity
from notify.lint.knowledge.clients import WORD, chosen, support
from notify.lint.knowledge.features import FALLBACKS, FORBIDDEN
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.markup.markup import MarkupView
from notify.lint.views.markup.readers import Readers, read_by
from notify.lint.views.markup.unsupported import place_for_all, tell
from notify.lint.views.markup.usage import has_fallback
from notify.lint.views.message.message import EmailView
from notify.render.markup.elements import End, Start, Token

_FIELDS: Final = frozenset({"input", "select", "textarea", "button"})
_PAGE: Final = "Link to a page with the form; where there are few answers, each may be a link of its own."
_PICTURE: Final = "Show a picture that links to the page."
# What to do instead. `on` stands for every attribute that runs a script.
_CURES: Final[Mapping[str, str]] = {
    "script": "Take it away: what it works out belongs into the template, or on a page.",
    "canvas": "Take it away, and show a picture: without a script it stays empty.",
    "on": "Take it away: no script runs in a message. `mj-button` is a link that people can press.",
    **dict.fromkeys(("form", *_FIELDS), _PAGE),
    **dict.fromkeys(("iframe", "frame", "frameset", "object", "embed", "applet"), _PICTURE),
    **dict.fromkeys(("audio", "video"), "Put a picture that links to it between its tags, for all others."),
    "base": "Take it away, and write every address whole.",
    "switch": 'Give it `style="display: none"`, and let what it switches be there without it.',
    "meta": "Take it away: no message leads people away by itself.",
    "link": "Put the rules into `mj-style`; `mj-font` is for a font.",
}
_HANDLER: Final = re.compile(r"on[a-z]+", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)

# What it is known by, its tag, what it is called, and who reads it.
_Found = tuple[str, Start, str, Readers]


def check(view: MarkupView | EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Finds each by its name. Where a `<link>` leads to differs from message to message: it is looked for in each."""
    markup = view.markup if isinstance(view, EmailView) else view
    if not isinstance(view, EmailView):
        found = _elements(view.tokens)
    elif "<link" in markup.mjml:
        found = _links(view.tokens)
    else:
        return
    clients = chosen(view.workspace.catalogue.lint.clients)
    told: set[str] = set()
    for name, tag, what, readers in found:
        counting = [client for client in clients if readers != "others" or client not in WORD]
        if name in told or not counting:
            # None of those that count is shown it, where not.
            continue
        told.add(name)
        message = f"{what} has no place in a message."
        feature = FORBIDDEN.get(name)
        if feature and (missing := support()[feature].missing(counting)):
            message += f" It does not work in {tell(missing, clients)}"
        at, key, notification = place_for_all(markup, tag.offset, name)
        severity: Severity | None = "warning" if name == "switch" else None
        yield Fault(message, at, key, _CURES[name], notification=notification, severity=severity)


def _elements(tokens: Sequence[Token]) -> Iterator[_Found]:
    forms = 0
    for number, token, readers in read_by(tokens):
        if isinstance(token, End):
            forms -= token.name.lower() == "form"
        elif isinstance(token, Start) and readers != "word":
            name = token.name.lower()
            if name in _CURES and not _is_allowed(tokens, number, token, in_form=forms > 0):
                yield ("switch" if _is_switch(token) else name), token, _called(token), readers
            forms += name == "form" and not token.closed
            if not name.startswith("mj"):
                for attribute in filter(_HANDLER.fullmatch, token.attributes):
                    yield "on", token, f"`{attribute}` of `<{token.name}>`", readers


def _is_allowed(tokens: Sequence[Token], number: int, tag: Start, *, in_form: bool) -> bool:
    """Whether such an element does no harm where it stands."""
    match tag.name.lower():
        case "audio" | "video" as name:
            return has_fallback(tokens, number, name)
        case "meta":
            return tag.value("http-equiv").strip().lower() != "refresh"
        case "link":
            return True
        case "input" if _is_switch(tag) and _HIDDEN.search(tag.value("style")):
            # It is switched by a label, and what it shows or hides is there without it, as in `mj-carousel`.
            return True
        case name:
            # Those of a form are part of it.
            return name in _FIELDS and in_form


def _is_switch(tag: Start) -> bool:
    """Whether it asks for nothing that somebody would write, and may switch what is shown."""
    return tag.name.lower() == "input" and tag.value("type").strip().lower() in {"checkbox", "radio"}


def _called(tag: Start) -> str:
    name = tag.name.lower()
    if name == "meta":
        return '`<meta http-equiv="refresh">`'
    if _is_switch(tag):
        return f'`<input type="{tag.value("type").strip().lower()}">`, which its own `style` does not hide,'
    return f"`<{name}>` with nothing in it for others" if name in FALLBACKS else f"`<{name}>`"


def _links(tokens: Sequence[Token]) -> Iterator[_Found]:
    for _, token, readers in read_by(tokens):
        if isinstance(token, Start) and readers != "word" and _leads_to_sheet(token):
            yield "link", token, '`<link rel="stylesheet">`', readers


def _leads_to_sheet(tag: Start) -> bool:
    """Whether it leads to a style sheet, but for fonts: words without theirs are read all the same."""
    is_sheet = tag.name.lower() == "link" and "stylesheet" in tag.value("rel").lower().split()
    return is_sheet and "font" not in tag.value("href").lower()


RULE: Final = Rule[MarkupView | EmailView](
    code="HTM005",
    name="forbidden-element",
    severity="error",
    looks_at=(MarkupView, EmailView),
    check=check,
    summary="A script, a form, another page, a film: what mail programs take away, or warn of.",
    why="Mail programs take away what could run, ask for passwords or show another page before people see a message, "
    "and to filters it is a sign of fraud. Outlook on Windows shows no form, and where there is one it is not always "
    "sent; `<object>` works in Apple Mail on iOS alone of those that count by default, `<link>` to a style sheet in "
    "Apple Mail and Outlook on Windows, and most play no `<video>` (caniemail.com; `lint.clients` says "
    "which count, see HTM003). `<audio>` and `<video>` may stand where a picture, a link or words are in them for "
    "all others, and a `<link>` to a font may, since words are read without it. A checkbox that is hidden and switches "
    "what is shown, as that of `mj-carousel`, is no form, and one that is not hidden is a warning. What "
    "`<!--[if !mso]><!-->` hides from Outlook on Windows does not count there.",
    cure="Link to a page that does it.",
    bad=Example(
        body='<mj-text><form action="{{ product.url }}/rate"><input name="stars" /></form></mj-text>\n'
        "<mj-text>{{ t.body }}</mj-text>"
    ),
    good=Example(
        body='<mj-text><video src="{{ product.url }}/note.mp4"><a href="{{ product.url }}/note">{{ t.button }}</a>'
        "</video></mj-text>\n<mj-text>{{ t.body }}</mj-text>"
    ),
)
