"""COP007: words in a template, where no translator finds them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from jinja2 import nodes

from notify.lint.knowledge.tags import TAGS
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.phrase import path_of
from notify.lint.views.template.prints import printed_in, shown_in
from notify.lint.views.template.shown import PRINTED, Shown
from notify.lint.views.template.template import TemplateView

_LETTER: Final = re.compile(r"[^\W\d_]")
_WORD: Final = re.compile(r"[^\W\d_]+")
# An address is the same in every language: `acme.example`, `support@acme.example`, `https://…`.
_ADDRESS: Final = re.compile(
    r"(?<!\S)\S*(?:@|://)\S*|(?<![\w.-])[.-]*[a-z\d][a-z\d-]*(?:\.[a-z\d-]+)*\.[a-z]{2,}(?:/\S*)?"
)
# What stands after a value makes an address of it: `{{ site }}/stories/{{ slug }}`, and not `{{ price }}/month`.
_PATH: Final = re.compile(rf"{PRINTED}(?:(?:/[\w.~%{PRINTED}-]+){{2,}}\S*|/\S*[?=]\S*)")
_SITE: Final = re.compile(r"(?:^|[._])(?:href|link|site|ur[il])$", re.IGNORECASE)
# In plain text a tag is read as it is written, which is another fault: TXT003.
_TAG: Final = re.compile(rf"</?(?:{TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
# How much of the words a message shows.
_LENGTH: Final = 60
# Filters whose result is still the words that go in.
_KEEPS_WORDS: Final = frozenset("capitalize e escape forceescape lower replace safe striptags title trim upper".split())


def check(view: TemplateView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Looks for letters between the tags, in what is read aloud, and in texts that expressions print."""
    known = {word.lower() for word in _WORD.findall(view.workspace.catalogue.product.name)}
    known |= {word.lower() for allowed in options["allow"] for word in _WORD.findall(str(allowed))}
    found = [
        *((file, each.line, each.words, _read(each)) for file, shown in shown_in(view).items() for each in shown),
        *((each.file, each.line, words, words) for each in printed_in(view) for words in _constants(each.value)),
    ]
    for file, line, words, read in dict.fromkeys(found):
        untagged = _TAG.sub(" ", read) if file.endswith(".txt") else read
        if not any(word.lower() not in known for word in _WORD.findall(_ADDRESS.sub(" ", untagged))):
            continue
        said = " ".join(words.replace(PRINTED, " … ").split())
        said = said if len(said) <= _LENGTH else said[: _LENGTH - 1] + "…"
        first = next((part for part in re.split(rf"[\n{PRINTED}]", words) if _LETTER.search(part)), "").strip()
        place = view.sources[file].at(line, first)
        owner = None if file in view.own else ""
        yield Fault(f"“{said}” stands in the template, so it is the same in every language.", place, f"words:{said}",
                    notification=owner)  # fmt: skip


def _read(shown: Shown) -> str:
    """The words, with an address for each value that is one."""
    first, *others = shown.words.split(PRINTED)
    sites = (bool(_SITE.search(path_of(value) or "")) for value in shown.values)
    words = first + "".join(("://" if site else PRINTED) + part for site, part in zip(sites, others, strict=False))
    return _PATH.sub(" ", words)


def _constants(value: nodes.Expr | None) -> Iterator[str]:
    """The texts that an expression prints whatever the data."""
    match value:
        case nodes.Const(value=str(words)):
            yield words
        case nodes.Concat(nodes=parts):
            for part in parts:
                yield from _constants(part)
        case nodes.CondExpr():
            yield from _constants(value.expr1)
            yield from _constants(value.expr2)
        case nodes.Filter(node=inner, name="default" | "d", args=arguments):
            yield from _constants(inner)
            for part in arguments[:1]:
                yield from _constants(part)
        case nodes.Filter(node=inner, name=name) if name in _KEEPS_WORDS:
            yield from _constants(inner)
        case nodes.BinExpr(left=left, right=right, operator="+"):
            yield from _constants(left)
            yield from _constants(right)


RULE: Final = Rule(
    code="COP007",
    name="hard-coded-text",
    severity="warning",
    looks_at=TemplateView,
    check=check,
    options={"allow": []},
    summary="Words stand in a template instead of the copy.",
    why="Whoever translates and corrects gets the copy, and never sees them: they stay in one language in every "
    "message. That holds for the alternative text of an image, and for a title, which are read aloud. What is hidden "
    "from screen readers as decoration (`aria-hidden`), addresses and the product's name are passed over.",
    cure="Give the words a key in the copy of every language, and print that: `{{ t.words }}`. Names that are the same "
    "everywhere go into `allow`.",
    bad=Example(
        body='<mj-text>{{ t.body }}</mj-text>\n<mj-button href="{{ product.url }}/notes">{{ t.button }} now</mj-button>'
    ),
    good=Example(
        body="<mj-text>{{ t.body }} &middot; Acme &middot; acme.example</mj-text>\n"
        '<mj-button href="{{ product.url }}/notes">{{ t.button }} <span aria-hidden="true">x</span></mj-button>'
    ),
)
