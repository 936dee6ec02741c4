"""LNK008: a link whose words say nothing of where it leads."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.knowledge.vague_words import bare, is_vague
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.origin import key_of, words_of


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Looks the whole words of each link up; words that say more are none of these."""
    also = frozenset(bare(str(words)) for words in options["also"])
    for link in view.links:
        said = link.words or " ".join(filter(None, link.images))
        if said and is_vague(said, view.locale, also) and not _is_told(link.label, view.locale):
            yield Fault(
                f"The words “{said}” do not say where the link leads.", words_of(view, link), key_of(view, link)
            )


def _is_told(label: str, locale: str) -> bool:
    return bool(label) and not is_vague(label, locale)


RULE: Final = Rule(
    code="LNK008",
    name="vague-link",
    severity="warning",
    looks_at=EmailView,
    check=check,
    options={"also": []},
    summary="A link says “click here”, “read more” or the like, in the language of the message.",
    why="People look over a message from link to link, and screen readers list the links without what stands around "
    "them: five times “here” is no choice. WCAG 2.2 asks that the purpose of a link follows from its words (2.4.9, "
    "AAA), or from them and their sentence (2.4.4, A), and counts “click here” and “more” as failures of the first "
    "(F84). `also` are more words that say nothing.",
    cure="Say what is there, or what happens: “Read the report”, “Choose a new password”.",
    bad=Example(copy={"button": "Click here »"}, locales={"fr": {"button": "Cliquez ici"}}),
    good=Example(copy={"button": "Click here to read the note"}, locales={"fr": {"button": "Lire le mot ici"}}),
)
