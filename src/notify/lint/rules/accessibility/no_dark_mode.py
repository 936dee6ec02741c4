"""ACC006: a message that does not say what it is like in the dark."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.markup.markup import MarkupView
from notify.render.markup.elements import Start

_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_DARK: Final = re.compile(r"prefers-color-scheme\s*:\s*dark", re.IGNORECASE)
# The property on the whole page, which says the same as the `meta`.
_PAGE: Final = re.compile(
    r"(?:^|[\s,{}])(?::root|html|body)\s*(?:,[^{}]*)?\{[^{}]*?(?<![\w-])color-scheme\s*:\s*([\w\s]+)", re.IGNORECASE
)

_RULE_CURE: Final = (
    "Write an `mj-style` with `@media (prefers-color-scheme: dark)` that gives the background and the words their "
    "colours, each `!important`; or say `light only`, if it is not to be dark."
)


def check(view: MarkupView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks for a colour scheme, and for rules in the dark one."""
    schemes = set(" ".join(_schemes(view)).lower().split()) & {"light", "dark"}
    if len(schemes) == 1 or (schemes and _has_rule(view)):
        return
    help_: str | None = None
    if schemes:
        missing = "says that it can be dark, and has no rule for `prefers-color-scheme: dark`"
        help_ = _RULE_CURE
    elif _has_rule(view):
        missing = 'has rules for `prefers-color-scheme: dark`, and no `<meta name="color-scheme">`'
        help_ = 'Write `<meta name="color-scheme" content="light dark" />` into an `mj-raw` of the head.'
    else:
        missing = 'has no `<meta name="color-scheme">`, and no rule for `prefers-color-scheme: dark`'
    starts = [token for token in view.tokens if isinstance(token, Start)]
    heads = [token.offset for token in starts if token.name in {"mj-head", "mjml"}]
    at = view.place(heads[-1] if heads else 0)
    yield Fault(f"The message {missing}.", at, f"dark:{at.file}", help_, notification=view.whose(at.file))


def _schemes(view: MarkupView) -> Iterator[str]:
    """What is said of the page's colour scheme."""
    for token in view.tokens:
        if isinstance(token, Start) and token.name.lower() == "meta" and token.value("name").lower() == "color-scheme":
            yield token.value("content")
    for sheet in view.sheets:
        if "color-scheme" in sheet.text:
            yield from _PAGE.findall(_COMMENT.sub("", sheet.text))


def _has_rule(view: MarkupView) -> bool:
    if any(_DARK.search(_COMMENT.sub("", sheet.text)) for sheet in view.sheets):
        return True
    return any(isinstance(token, Start) and token.name == "style" and _DARK.search(token.value("media"))
               for token in view.tokens)  # fmt: skip


_HEAD: Final = """\
<mjml><mj-head><mj-title>{{ t.subject }}</mj-title><mj-preview>{{ t.preheader }}</mj-preview>
<mj-raw>%s</mj-raw>
<mj-style>%s</mj-style>
</mj-head>
<mj-body css-class="page"><mj-section><mj-column>
<mj-text css-class="ink" font-size="16px" line-height="24px">{{ t.body }}</mj-text>
<mj-text css-class="ink" font-size="16px" line-height="24px"><a href="{{ unsubscribe_url }}">{{ t.unsubscribe }}</a>
<a href="{{ preferences_url }}">{{ t.preferences }}</a> {{ product.postal_address }}</mj-text>
</mj-column></mj-section></mj-body></mjml>
"""
_META: Final = '<meta name="color-scheme" content="light dark" />'
_RULES: Final = (
    "@media (prefers-color-scheme: dark) "
    "{ body, .page { background-color: #111111 !important; } .ink div, .ink a { color: #eeeeee !important; } }"
)

RULE: Final = Rule(
    code="ACC006",
    name="no-dark-mode",
    severity="info",
    looks_at=MarkupView,
    check=check,
    summary="An e-mail does not say what it looks like where everything else is dark.",
    why="Who reads in the dark chose it, many for the sake of their eyes. Some mail programs darken what says "
    'nothing in their own way, which nobody has designed. `<meta name="color-scheme" content="light '
    'dark">`, or the property of that name on `:root`, says that a page has colours for both; rules in '
    "`@media (prefers-color-scheme: dark)` are those colours, which Apple Mail shows "
    "(caniemail.com/features/css-at-media-prefers-color-scheme). One scheme alone, as in `light only`, is "
    "an answer as well, though not every program honours it.",
    cure='Write `<meta name="color-scheme" content="light dark" />` into an `mj-raw` of the head, and an '
    "`mj-style` with `@media (prefers-color-scheme: dark)` that gives the background and the words their "
    "colours, each `!important`.",
    bad=Example(files={"templates/note/email.mjml": _HEAD % (_META, ".ink { color: #111111; }")}),
    good=Example(files={"templates/note/email.mjml": _HEAD % (_META, _RULES)}),
)
