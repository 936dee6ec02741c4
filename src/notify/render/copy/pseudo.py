"""The pseudo-locale: the source's words, accented and a third longer, to show cramped places before translation."""

from typing import Final

# A letter with a mark for every ASCII letter: still readable, and a font or encoding that fails on it shows.
_ACCENTED: Final = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž",
)
# What translations of English often need beyond their source: w3.org/International/articles/article-text-size
_GROWTH: Final = 1 / 3


def accent(text: str) -> str:
    """The same words with marks on every letter."""
    return text.translate(_ACCENTED)


def padding(length: int) -> str:
    """What makes a text of so many characters a third longer, in pieces that can wrap as words do."""
    wanted = max(1, round(length * _GROWTH))
    return " " + " ".join("~" * min(5, wanted - start) for start in range(0, wanted, 6) if wanted > start)
