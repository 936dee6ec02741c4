"""Mail programs, and what of CSS and HTML each of them supports.

The facts are in `client_support.csv`: for each feature its name as people know it, the day of its last test, and for
each mail program in its newest version that was tested `y` (supported), `a` (partly, or with faults), `n` (not) or `u`
(unknown). They were collected by caniemail.com (https://www.caniemail.com, MIT License, Copyright (c) 2019 HTeuMeuLeu;
the licence stands in `client_support.LICENSE`), as of the day of AS_OF, and tell nothing of features that a message
cannot have.
"""

import csv
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Final

from notify.errors import nearest

# The day of the table.
AS_OF: Final = "2026-06-29"
# What counts where `lint.clients` names none: our own judgement of where most mail is read (see HTM003). Not among them
# are Windows Mail, which Microsoft has given up, and Gmail in a phone's browser, which is not its app.
DEFAULT: Final = (
    "apple-mail", "gmail.android", "gmail.desktop-webmail", "gmail.ios", "outlook.android", "outlook.ios",
    "outlook.macos", "outlook.outlook-com", "outlook.windows", "yahoo",
)  # fmt: skip
# These lay messages out as Word does, and obey its conditional comments: `<!--[if mso]>`.
WORD: Final = frozenset({"outlook.windows", "outlook.windows-mail"})

_FILE: Final = Path(__file__).with_name("client_support.csv")
# Families of mail programs, as `lint.clients` and as people name them.
FAMILIES: Final[Mapping[str, str]] = {
    "aol": "AOL", "apple-mail": "Apple Mail", "fastmail": "Fastmail", "gmail": "Gmail", "gmx": "GMX", "hey": "HEY",
    "ionos-1and1": "IONOS", "laposte": "La Poste", "mail-ru": "Mail.ru", "orange": "Orange", "outlook": "Outlook",
    "protonmail": "Proton Mail", "samsung-email": "Samsung Email", "sfr": "SFR", "thunderbird": "Thunderbird",
    "web-de": "WEB.DE", "yahoo": "Yahoo",
}  # fmt: skip
_PLATFORMS: Final[Mapping[str, str]] = {
    "android": "on Android", "desktop-webmail": "on the web", "ios": "on iOS", "macos": "on macOS",
    "mobile-webmail": "in a phone's browser", "outlook-com": "on the web", "windows": "on Windows",
    "windows-mail": "in Windows Mail",
}  # fmt: skip


# What else people call some of them.
CALLED: Final[Mapping[str, str]] = {
    "apple": "apple-mail", "gmail.web": "gmail.desktop-webmail", "gmail.webmail": "gmail.desktop-webmail",
    "hotmail": "outlook.outlook-com", "icloud": "apple-mail", "iphone": "apple-mail.ios", "ios": "apple-mail.ios",
    "live": "outlook.outlook-com", "macos": "apple-mail.macos", "mail.ru": "mail-ru", "mso": "outlook.windows",
    "office365": "outlook.outlook-com", "outlook-com": "outlook.outlook-com", "outlook.com": "outlook.outlook-com",
    "outlook.desktop": "outlook.windows", "outlook.desktop-webmail": "outlook.outlook-com",
    "outlook.mac": "outlook.macos", "outlook.web": "outlook.outlook-com", "samsung": "samsung-email",
    "web.de": "web-de", "word": "outlook.windows", "yahoo.web": "yahoo.desktop-webmail",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Support:
    """How a feature is called, when it was last tested, and what each mail program makes of it."""

    title: str
    tested: str
    by_client: Mapping[str, str]

    def missing(self, clients: Iterable[str], *, partly: bool = False) -> tuple[str, ...]:
        """Those of some mail programs that do not support it; with `partly`, also those that do so in part."""
        return tuple(
            name for name in clients if self.by_client[name] == "n" or (partly and self.by_client[name] == "a")
        )


@cache
def support() -> Mapping[str, Support]:
    """What is known of each feature."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return {row.pop("feature"): Support(row.pop("title"), row.pop("tested"), row) for row in csv.DictReader(lines)}


def all_clients() -> tuple[str, ...]:
    """Every mail program of the table: `gmail.ios`."""
    return tuple(next(iter(support().values())).by_client)


def known_names() -> frozenset[str]:
    """What may be named: a mail program, or a family for all of its programs."""
    return frozenset({*all_clients(), *FAMILIES})


def which_is_meant(name: str) -> str | None:
    """What to name instead of a mail program that there is none of; None where nothing is like it."""
    small = name.lower().replace(" ", "-").replace("_", "-")
    if small in known_names() or small in CALLED:
        return f"Write `{CALLED.get(small, small)}`."
    family = small.partition(".")[0]
    if family in FAMILIES:
        members = chosen((family,))
        return f"Of `{family}` there {'are' if members[1:] else 'is'} {_joined([f'`{each}`' for each in members])}."
    return nearest(name, known_names())


@lru_cache(maxsize=16)
def chosen(names: tuple[str, ...]) -> tuple[str, ...]:
    """The mail programs that these names stand for, each once; the usual ones where no known one is named."""
    wanted = known_names().intersection(names) or DEFAULT
    return tuple(client for client in all_clients() if client in wanted or client.rpartition(".")[0] in wanted)


def named(clients: Iterable[str], among: Collection[str]) -> str:
    """Some mail programs as a sentence names them: a family alone, at the end, where all of it that counts is."""
    parts, wholes = [], []
    for family, same in groupby(clients, key=lambda client: client.rpartition(".")[0]):
        members = list(same)
        if members == [client for client in among if client.rpartition(".")[0] == family] and _several(family, members):
            wholes.append(FAMILIES[family])
        else:
            places = list(dict.fromkeys(_PLATFORMS[client.rpartition(".")[2]] for client in members))
            parts.append(f"{FAMILIES[family]} {_joined(places)}")
    return _joined(parts + wholes)


def _several(family: str, members: Collection[str]) -> bool:
    """Whether these are more than one of a family, or it has but one."""
    return len(members) > 1 or sum(client.startswith(family + ".") for client in all_clients()) == 1


def _joined(parts: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
