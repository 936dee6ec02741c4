"""What mail programs that count do not support of what a message uses, as findings."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from notify.lint.knowledge.clients import AS_OF, WORD, chosen, named, support
from notify.lint.knowledge.features import CURES
from notify.lint.rule import Fault
from notify.lint.views.markup.markup import MarkupView
from notify.lint.views.markup.usage import Use
from notify.source import Position

# What has an effect only where another one has, and is mended with it.
_PART_OF: Final[Mapping[str, str]] = {
    "css-grid-template": "css-display-grid",
    "css-flex-direction": "css-display-flex",
}
_MOST_LINES: Final = 5


def unsupported(view: MarkupView, uses: Iterable[Use], options: Mapping[str, Any]) -> Iterator[Fault]:
    """A fault for each feature that too many of the mail programs that count do not support.

    A layout or component that shows it is one place to mend, whichever notification it is seen in.
    """
    clients = chosen(view.workspace.catalogue.lint.clients)
    found: dict[tuple[str, str], list[tuple[Use, tuple[str, ...], int]]] = {}
    for use, missing in _lacking(uses, clients, options):
        file, line = view.origin(use.offset)
        found.setdefault((use.feature, file), []).append((use, missing, line))
    for (feature, file), lacking in found.items():
        if (_PART_OF.get(feature, ""), file) in found:
            # It is nothing without that one.
            continue
        use, missing, line = max(lacking, key=lambda each: len(each[1]))
        at, key, notification = place_for_all(view, use.offset, feature)
        yield Fault(
            _say(use, missing, clients, partly=options["partly"]) + _again([each[2] for each in lacking], line),
            at,
            key,
            help=CURES.get(feature),
            size=len(missing),
            notification=notification,
        )


def _again(lines: Collection[int], told: int) -> str:
    """How often it is used, and in which lines besides the one that is told."""
    others = sorted({line for line in lines if line and line != told})
    if len(lines) == 1:
        return ""
    where = f", also in line{'s' if others[1:] else ''} {_join(others)}" if others else ""
    return f" It is used {len(lines)} times{where}."


def _lacking(
    uses: Iterable[Use], clients: Collection[str], options: Mapping[str, Any]
) -> Iterator[tuple[Use, tuple[str, ...]]]:
    """The uses that too many mail programs do not support, each with those programs."""
    told: dict[tuple[int, str], set[str]] = {}
    for use in uses:
        if use.harmless and not options["enhancements"]:
            continue
        readers = [client for client in clients if use.readers != "others" or client not in WORD]
        missing = support()[use.feature].missing(readers, partly=options["partly"])
        if missing and len(missing) * 100 >= options["share"] * len(clients):
            # What ignores the function around a unit does not come to the unit.
            known = told.setdefault((use.offset, use.written), set())
            if not known.issuperset(missing):
                yield use, missing
            known.update(missing)


def place_for_all(view: MarkupView, offset: int, key: str) -> tuple[Position, str, str | None]:
    """Where something is to be mended, the key of the fault, and its notification: none where others show it too."""
    at = view.place(offset)
    own = at.file.startswith(f"templates/{view.notification.id}/")
    return (at, key, None) if own else (at, f"{key}:{at.file}", "")


def tell(missing: Collection[str], clients: Collection[str]) -> str:
    """Some of the mail programs that count, how many of them they are, and who says so; to end a sentence."""
    if len(clients) == 1:
        return f"{named(missing, clients)}, by caniemail.com of {AS_OF}."
    share = round(100 * len(missing) / len(clients))
    count = f"{len(missing)} of the {len(clients)} mail programs that count ({share}%)"
    return f"{named(missing, clients)}: {count}, by caniemail.com of {AS_OF}."


def _say(use: Use, missing: tuple[str, ...], clients: tuple[str, ...], *, partly: bool) -> str:
    title, written = support()[use.feature].title.partition(" (")[0], _short(use.written)
    plain = title.replace(" ", "").removesuffix("()") in written.replace(" ", "")
    lacking = "is missing or faulty in" if partly else "does not work in"
    what = f"`{written}`" if plain else f"`{written}` ({title})"
    return f"{what} {lacking} {tell(missing, clients)}"


def _join(lines: Sequence[int]) -> str:
    shown = [str(line) for line in lines[:_MOST_LINES]] + ["more"] * (len(lines) > _MOST_LINES)
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))


def _short(written: str) -> str:
    written = " ".join(written.split())
    return written if len(written) <= 60 else written[:59] + "…"
