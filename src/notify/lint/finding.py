"""What the linter has to say."""

import hashlib
from dataclasses import dataclass
from typing import Final, Literal

from notify.source import Position

Severity = Literal["error", "warning", "info"]

# The gravest first.
SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Worst:
    """The message in which a finding is gravest: its locale and sample, and what was measured there, in words."""

    locale: str
    sample: str
    value: str


@dataclass(frozen=True)
class Finding:
    """One thing that the linter has to say.

    `message` says what is wrong and `help` what to do about it. `position` is where a person would mend it, `key` what
    it is about without any line number: a key path, a key of copy, an element. `locales` and `samples` are those in
    which it was found, in the order of the catalogue; both are empty for what no rendering shows.
    """

    code: str
    name: str
    severity: Severity
    message: str
    help: str
    position: Position
    key: str
    notification: str | None = None
    channel: str | None = None
    locales: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()
    worst: Worst | None = None

    @property
    def fingerprint(self) -> str:
        """The same for the same finding after edits elsewhere: made from what it is about, and no line number."""
        parts = (self.code, self.notification or "", self.channel or "", self.position.file, self.key)
        # The name of a file may be no Unicode.
        return hashlib.blake2b("\0".join(parts).encode(errors="surrogatepass"), digest_size=8).hexdigest()
