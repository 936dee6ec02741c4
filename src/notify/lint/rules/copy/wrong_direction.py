"""COP011: words that are set in the direction, or marked as the language, of another locale."""

import html
from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.catalogue.locale import direction
from notify.lint.knowledge.languages import is_language
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.direction import first_direction, read_directions, styled_direction
from notify.lint.views.message.message import EmailView
from notify.render.markup.characters import collapse
from notify.render.markup.elements import VOID, End, Start, Text

_WAYS: Final = {"ltr": "left to right", "rtl": "right to left"}
_DIRECTED: Final = frozenset({"mj-wrapper", "mj-section", "mj-group", "mj-column", "mj-hero"})
# Such an element that sets none runs from left to right, whatever is around it.
_UNSET: Final = "unset"
# How much of the words a message shows.
_LENGTH: Final = 60
_LANGUAGE_CURE: Final = 'Take `lang` away, since the message says its language itself, or write `lang="{{ locale }}"`.'


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Follows `dir`, `direction` and `lang` down to the words of the copy."""
    own = direction(view.locale)
    # Nothing runs from right to left unless something says so.
    if own == "rtl" or "rtl" in view.message.html:
        wrong = {
            words: way
            for words, way in read_directions(view.message.html)
            if way in _WAYS and way != own and first_direction(words) == own
        }
        for words, around in _copy(view) if wrong else ():
            if way := wrong.get(words):
                at = view.place(_setting(around, own).offset)
                message = f"“{_short(words)}” is set from {_WAYS[way]}, which is not how `{view.locale}` is written."
                yield Fault(message, at, "dir", value=_WAYS[way])
                break
    said = "lang" in view.markup.mjml.lower()
    marked = said and any(isinstance(token, Start) and token.value("lang") for token in view.body)
    for words, around in _copy(view) if marked else ():
        tag = next((tag for tag in reversed(around) if tag.value("lang")), None)
        # What is no language at all is another rule's fault.
        if tag and is_language(tag.value("lang").strip()) and not _same_language(tag.value("lang"), view.locale):
            message = f"“{_short(words)}” is marked as `{tag.value('lang')}`, and its language is `{view.locale}`."
            yield Fault(message, view.place(tag.offset), "lang", _LANGUAGE_CURE, value=tag.value("lang"))
            break


def _copy(view: EmailView) -> Iterator[tuple[str, list[Start]]]:
    """The words that come from the copy, each run with the elements around it, the innermost last."""
    around: list[Start] = []
    for token in view.body:
        match token:
            case Start() if not token.closed and token.name.lower() not in VOID:
                around.append(token)
            case End() if around:
                around.pop()
            case Text() if words := collapse(html.unescape(token.text)).strip():
                offset = token.offset + len(token.text) - len(token.text.lstrip())
                if "/copy/" in view.markup.origin(offset)[0]:
                    yield words, list(around)
            case _:
                pass


def _setting(around: list[Start], own: str) -> Start:
    """The nearest element that sets another direction, or that should set the language's own and does not."""
    for tag in reversed(around):
        set_to = styled_direction(tag.value("style")) or tag.value("direction") or tag.value("dir")
        if tag.name.lower() in _DIRECTED:
            set_to = tag.value("direction") or _UNSET
        if set_to and set_to.strip().lower() not in {own, "auto"}:
            return tag
    return around[-1]


def _same_language(one: str, other: str) -> bool:
    return one.strip().lower().partition("-")[0] == other.lower().partition("-")[0]


def _short(words: str) -> str:
    return words if len(words) <= _LENGTH else words[: _LENGTH - 1] + "…"


_ARABIC: Final = {
    "subject": "رسالة من {{ name }}",
    "preheader": "رسالة قصيرة تنتظرك على لوحتك في Acme.",
    "body": "ترك لك **{{ name }}** رسالة يا {{ user.first_name }}.",
    "button": "قراءة الرسالة",
    "unsubscribe": "إلغاء الاشتراك",
    "preferences": "اختيار ما يصلك",
}
_EMAIL: Final = (
    "<mjml><mj-head><mj-title>{{ t.subject }}</mj-title><mj-preview>{{ t.preheader }}</mj-preview></mj-head>\n"
    '<mj-body><mj-section direction="{{ dir }}"><mj-column direction="{{ dir }}">\n'
    "<mj-text align=\"{{ 'right' if dir == 'rtl' else 'left' }}\">{{ t.body }}</mj-text>\n"
    '<mj-button href="{{ product.url }}/notes">{{ t.button }}</mj-button>\n'
    '<mj-text><a href="{{ unsubscribe_url }}">{{ t.unsubscribe }}</a> {{ product.postal_address }}</mj-text>\n'
    '<mj-text><a href="{{ preferences_url }}">{{ t.preferences }}</a></mj-text>\n'
    "</mj-column></mj-section></mj-body></mjml>\n"
)

RULE: Final = Rule(
    code="COP011",
    name="wrong-direction",
    severity="error",
    looks_at=EmailView,
    check=check,
    summary="Words run in the direction of another language, or are marked as being in one.",
    why="In the wrong direction, full stops and numbers land on the wrong side of Arabic and Hebrew. A message says "
    "its `lang` and `dir` itself, but MJML sets `direction: ltr` on every section and column that does not say "
    "otherwise, and that wins over `dir`. A screen reader reads words in the voice of the language that they are "
    "marked as (WCAG 2.2, 3.1.1 and 3.1.2).",
    cure='Write `direction="{{ dir }}"` on sections and columns, once for all in `mj-attributes`; `dir="auto"` is for '
    "what other people wrote.",
    bad=Example(catalogue={"locales": ["en", "ar"]}, locales={"ar": _ARABIC}),
    good=Example(
        catalogue={"locales": ["en", "ar"]}, locales={"ar": _ARABIC}, files={"templates/note/email.mjml": _EMAIL}
    ),
)
