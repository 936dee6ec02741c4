"""ACC004: words marked as a language, or as of a direction, that there is none of."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from notify.catalogue.locale import cldr
from notify.errors import nearest
from notify.lint.knowledge.languages import COUNTRIES, THREE_LETTERS, TWO_LETTERS, is_language
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.markup.markup import MarkupView
from notify.lint.views.markup.repeats import Repeats
from notify.render.markup.elements import Start

_NAMES: Final = frozenset({"lang", "xml:lang"})
_WAYS: Final = ("ltr", "rtl", "auto")


def check(view: MarkupView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Reads every `lang` as BCP 47 has it, and every `dir`."""
    repeats = Repeats()
    for token in view.tokens:
        # Elements of MJML have none, but for the document; what they have that they should not is another matter.
        if isinstance(token, Start) and token.attributes and not token.name.lower().startswith("mj-"):
            for name in token.attributes:
                if name.lower() in _NAMES and not is_language(tag := token.value(name).strip()):
                    yield _fault(view, token, name, tag, repeats)
                elif name.lower() == "dir" and (way := token.value(name).strip()).lower() not in _WAYS:
                    yield _astray(view, token, way, repeats)


def _astray(view: MarkupView, element: Start, way: str, repeats: Repeats) -> Fault:
    at = view.place(element.offset)
    wrong = f"is `{way}`, which is no direction" if way else "is empty"
    cure = nearest(way, _WAYS) if way else None
    return Fault(
        f"`dir` of `<{element.name}>` {wrong}.",
        at,
        repeats.key(f"dir:{way}:{element.name}", at),
        cure or 'Write `dir="{{ dir }}"`, or take it away: a message says its own direction.',
        notification=view.whose(at.file),
        severity="warning" if element.name.lower() == "mjml" else None,
    )


def _fault(view: MarkupView, element: Start, name: str, tag: str, repeats: Repeats) -> Fault:
    at = view.place(element.offset)
    wrong = f"is `{tag}`, which is no language" if tag else "is empty"
    # The renderer writes the locale there, whatever was written: what people get is right.
    whole = element.name.lower() == "mjml"
    return Fault(
        f"`{name}` of `<{element.name}>` {wrong}.",
        at,
        repeats.key(f"{name}:{tag}:{element.name}", at),
        _cure(name, tag, whole=whole),
        notification=view.whose(at.file),
        severity="warning" if whole else None,
    )


def _cure(name: str, tag: str, *, whole: bool) -> str | None:
    if whole:
        return 'Take it away, or write `lang="{{ locale }}"`: a message says its own language.'
    meant = _meant(tag)
    return f'Write `{name}="{meant}"`.' if meant else None


def _meant(tag: str) -> str:
    """The tag that somebody meant, where that is plain; empty where not."""
    first, _, rest = tag.replace("_", "-").partition(".")[0].strip("-").partition("-")
    language = first.lower()
    language = TWO_LETTERS.get(language) or COUNTRIES.get(language) or _names().get(language) or language
    meant = "-".join(filter(None, (language, rest)))
    return meant if tag and is_language(meant) else ""


@cache
def _names() -> Mapping[str, str]:
    """Languages by what English calls them."""
    named = cldr("en").languages
    return {named[two].casefold(): two for two in THREE_LETTERS if two in named}


RULE: Final = Rule(
    code="ACC004",
    name="no-language",
    severity="error",
    looks_at=MarkupView,
    check=check,
    summary="A `lang` is empty, or is no tag of a language, or a `dir` is no direction.",
    why="A screen reader speaks words in the voice of their language (WCAG 2.2, 3.1.2), and a browser "
    "hyphenates, quotes and chooses characters by it. `lang` takes a tag of BCP 47 (RFC 5646): a subtag of "
    "the IANA registry, `en` and not `english` or `eng`, with hyphens, `pt-BR` and not `pt_BR`; what is "
    "empty is of no known language. A message says its own language, so that only parts in another one need "
    "a `lang`. One of `mjml` is replaced by the locale, and is a warning. `dir` takes `ltr`, `rtl` and `auto` (HTML "
    "Standard, 3.2.6.4); anything else does nothing, and full stops and numbers may stand at the wrong end.",
    cure='Write the tag of the language, such as `lang="fr"`, or take the attribute away: words without one are in the '
    "message's own.",
    bad=Example(body='<mj-text>{{ t.body }} <span lang="english">{{ t.button }}</span></mj-text>'),
    good=Example(body='<mj-text>{{ t.body }} <span lang="{{ locale }}">{{ t.button }}</span></mj-text>'),
)
