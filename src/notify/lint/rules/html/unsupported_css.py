"""HTM003: CSS that mail programs do not support, and without which the message breaks."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.catalogue.model.fields import listed
from notify.lint.knowledge.clients import AS_OF, FAMILIES
from notify.lint.knowledge.features import NESTING
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.markup.markup import MarkupView
from notify.lint.views.markup.nonsense import is_unclosed, read_sheet_for_nonsense, read_style_for_nonsense
from notify.lint.views.markup.readers import read_by
from notify.lint.views.markup.unsupported import unsupported
from notify.lint.views.markup.usage import Use
from notify.lint.views.markup.wrong import Wrong, faults_of, offset_of
from notify.render.markup.elements import Start, Text


def check(view: MarkupView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Compares what style sheets and attributes use with the table of clients, and finds what is no CSS at all."""
    unclosed = {sheet.offset: sheet.offset + len(sheet.text) for sheet in view.sheets if is_unclosed(sheet.text)}
    uses = (use for use in view.usage if use.feature.startswith("css-") and not _is_swallowed(use, unclosed))
    yield from unsupported(view, uses, options)
    yield from faults_of(view, _find_nonsense(view))


def _is_swallowed(use: Use, unclosed: Mapping[int, int]) -> bool:
    """Whether a rule stands in another because a brace is missing."""
    return use.feature == NESTING and any(start <= use.offset < end for start, end in unclosed.items())


def _find_nonsense(view: MarkupView) -> Iterator[Wrong]:
    sheets = {sheet.offset for sheet in view.sheets}
    for _, token, readers in read_by(view.tokens):
        if readers == "word":
            continue
        if isinstance(token, Text) and token.offset in sheets:
            for each in read_sheet_for_nonsense(token.text):
                yield Wrong(token.offset + each.offset, each.written, each.message, each.cure)
        elif isinstance(token, Start) and "style" in token.attributes and ":" not in token.name:
            every = read_style_for_nonsense(token.value("style"))
            offset = offset_of(view, token, "style") if every else 0
            for each in every:
                yield Wrong(offset, each.written, each.message, each.cure)


RULE: Final = Rule(
    code="HTM003",
    name="unsupported-css",
    severity="warning",
    looks_at=MarkupView,
    check=check,
    options={"enhancements": False, "partly": False, "share": 1},
    summary="CSS that mail programs ignore, and without which the message breaks, or that is no CSS.",
    why=f"What each mail program supports is from caniemail.com (MIT), as of {AS_OF}. Those that count are named in "
    f"`lint.clients`: a family ({listed(list(FAMILIES))}) for all of its programs, or one of them (`gmail.ios`, "
    "`outlook.windows`). Where none are named it is Apple Mail, Gmail on the web and in its apps, Outlook but for "
    "Windows Mail, and Yahoo: by our own judgement those that most mail is read in. They led Litmus's count of "
    "December 2021 (57% Apple, 30% Gmail, 4% Outlook, 3% Yahoo), but that is mostly mail of American companies, and "
    "has in it what Apple opens by itself; Outlook is read more where people work.\n\n"
    "Much does no harm where it is ignored, and is left alone: rounded corners, shadows, transitions, `:hover` and "
    "other selectors, media queries and what is in them or in `@supports`, fonts, `max-width`, `position: relative`, "
    "`display: none`. So is what an earlier declaration of the same property makes up for, a picture or gradient with "
    "a `background-color` behind it, and what stands between `<!--[if mso]>` and `<![endif]-->`; Outlook on Windows "
    "does not count for what `<!--[if !mso]><!-->` hides from it.\n\n"
    "What is no CSS is reported too, whichever mail programs count: a property that there is none of (by mdn-data, "
    "which follows the specifications of the W3C), a colour that is none, a length without a unit, a brace or a `;` "
    "that is missing. Names with a prefix (`-webkit-`, `mso-`) and hacks for old browsers (`_height`, `*zoom`, `!ie`) "
    "are left alone.\n\n"
    "With `share: 20` only what fails in a fifth of the mail programs that count, or in more of them, is reported; "
    "with `share: 1` one of them is enough. With `partly: true` what works there in part, or with faults, is reported "
    "as well, and with `enhancements: true` what does no harm.",
    cure="Write it in a way that every mail program knows, or write that way first and this one after it.",
    bad=Example(body='<mj-text><div style="display: flex;">{{ t.body }} <b>{{ name }}</b></div></mj-text>'),
    good=Example(
        body="<mj-text>{{ t.body }}</mj-text>\n"
        '<mj-button href="{{ product.url }}/notes" border-radius="8px">{{ t.button }}</mj-button>'
    ),
)
