"""What mail programs that count do not support of what a message uses, as findings."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from notify.lint.knowledge.clients import AS_OF, WORD, chosen, named, support
from notify.lint.knowledge.features import CURES
from notify.lint.rule import Fault
from notify.lint.views.message.markup import MarkupView
from notify.lint.views.message.usage import Use
from notify.source import Position


def unsupported(view: MarkupView, uses: Iterable[Use], options: Mapping[str, Any]) -> Iterator[Fault]:
    """A fault for each feature that too many of the mail programs that count do not support.

    A layout or component that shows it is one place to mend, whichever notification it is seen in.
    """
    clients = chosen(view.workspace.catalogue.lint.clients)
    found: dict[tuple[str, str], list[tuple[Use, tuple[str, ...]]]] = {}
    for use, missing in _lacking(uses, clients, options):
        found.setdefault((use.feature, view.origin(use.offset)[0]), []).append((use, missing))
    for (feature, _), lacking in found.items():
        (use, missing), times = max(lacking, key=lambda each: len(each[1])), len(lacking)
        at, key, notification = place_for_all(view, use.offset, feature)
        yield Fault(
            _say(use, missing, clients, partly=options["partly"]) + (f" It is used {times} times." * (times > 1)),
            at,
            key,
            help=CURES.get(feature),
            size=len(missing),
            notification=notification,
        )


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


def _short(written: str) -> str:
    written = " ".join(written.split())
    return written if len(written) <= 60 else written[:59] + "…"
