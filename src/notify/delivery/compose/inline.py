"""Images that travel within a message, whose HTML names them by `cid:` (RFC 2392), as RFC 2387 has it."""

import hashlib
import re
from base64 import encodebytes
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from notify.delivery.compose.references import replace_addresses
from notify.errors import DeliveryError, nearest
from notify.render.images import ImageFiles, kind_of, names_file
from notify.render.template.places import read_lines
from notify.source import Position, position_in

# Postfix takes messages of 10,240,000 bytes (`message_size_limit`, postconf(5)), and base64 makes 78 of 57.
_MOST: Final = 7_000_000


@dataclass(frozen=True, slots=True)
class Inline:
    """An image within messages: its MIME type, the name of its file, and its content; `id` is a digest of that."""

    kind: str
    name: str
    size: int
    id: str
    coded: bytes = field(repr=False)

    def part(self, domain: str) -> bytes:
        """The part of a message from a domain that it is (RFC 2045), without boundaries."""
        head = (
            f'Content-Type: {self.kind}; name="{self.name}"\r\n'
            "Content-Transfer-Encoding: base64\r\n"
            f"Content-ID: <{self.id}@{domain}>\r\n"
            f'Content-Disposition: inline; filename="{self.name}"\r\n\r\n'
        )
        return head.encode() + self.coded


class InlineImages:
    """The images that the templates of the workspace `root` refer to; each file is read once."""

    def __init__(self, root: Path) -> None:
        self._files = ImageFiles(root)
        self._known: dict[Path, Inline] = {}

    def embed(self, html: str, notification: str, domain: str) -> tuple[str, list[Inline]]:
        """The page of a notification with `cid:` for each file that it names, and these images, each once.

        Raises DeliveryError, with a place and a cure, where a file is not there, no image or too large.
        """
        found: dict[str, Inline] = {}

        def replace(address: str) -> str | None:
            if not names_file(address):
                return None
            image = self._find(notification, address)
            found.setdefault(image.id, image)
            if sum(each.size for each in found.values()) > _MOST:
                hint = "Make them smaller, or put them on a site."
                message = f"The images of its files have more than {_MOST // 1_000_000} MB together."
                raise DeliveryError(message, position=self._place(notification, address), hint=hint)
            return f"cid:{image.id}@{domain}"

        return replace_addresses(html, replace), list(found.values())

    def _find(self, notification: str, address: str) -> Inline:
        path = self._files.find(notification, address)
        if path is None and self._files.is_outside(notification, address):
            raise DeliveryError(
                f"The image `{address[:80]}` is outside `templates`, and nothing from there goes into a message.",
                position=self._place(notification, address),
                hint=f"Copy it into `templates/{notification}` or `templates`, and name it from there.",
            )
        if path is None:
            known = self._files.names()
            near = nearest(address, [*(name.removeprefix(f"{notification}/") for name in known), *known])
            raise DeliveryError(
                f"There is no file `{address[:80]}` for an image in `templates/{notification}` or `templates`.",
                position=self._place(notification, address),
                hint=near or "Put it there, or write the whole address of an image on a site, with `https://`.",
            )
        if path not in self._known:
            self._known[path] = self._read(path)
        return self._known[path]

    def _read(self, path: Path) -> Inline:
        place = Position(path.relative_to(self._files.root).as_posix())
        try:
            if path.stat().st_size > _MOST:
                message = f"This image has more than {_MOST // 1_000_000} MB."
                raise DeliveryError(message, position=place, hint="Make it smaller, or put it on a site.")
            content = path.read_bytes()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            hint = "Give yourself the right to read it."
            raise DeliveryError(f"This image cannot be read: {reason}.", position=place, hint=hint) from None
        kind = kind_of(content)
        if kind is None:
            hint = "Save it as PNG, JPEG, GIF, WebP, AVIF or SVG."
            raise DeliveryError("This is not an image that mail programs know.", position=place, hint=hint)
        # A file may be called anything, also what would be a header of its own.
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", path.name)[:60]
        coded = encodebytes(content).replace(b"\n", b"\r\n")
        return Inline(kind, name, len(content), hashlib.sha256(content).hexdigest()[:32], coded)

    def _place(self, notification: str, address: str) -> Position:
        """Where an address is written: in the notification's own files, or in what it shares with others."""
        templates = self._files.root / "templates"
        own = sorted((templates / notification).glob("*.mjml"))
        shared = [file for folder in ("components", "layouts") for file in sorted((templates / folder).rglob("*.mjml"))]
        for file in (*own, *shared):
            name = file.relative_to(self._files.root).as_posix()
            lines = read_lines(self._files.root, name)
            for number, line in enumerate(lines, start=1):
                if address in line:
                    return position_in(name, lines, number, line.index(address) + 1, len(address))
        return Position(f"templates/{notification}/email.mjml")
