"""Images that templates refer to as files of their own: by a name without a site, such as `logo.png`."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

# With a scheme it is somewhere else, with two slashes on a site, and with `#` a part of the page itself.
_ELSEWHERE: Final = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)
# What mail programs know, by what the files start with.
_KINDS: Final = (
    ("image/png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("image/jpeg", re.compile(rb"\xff\xd8\xff")),
    ("image/gif", re.compile(rb"GIF8[79]a")),
    ("image/webp", re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
    ("image/avif", re.compile(rb".{4}ftypavi[fs]", re.DOTALL)),
    ("image/svg+xml", re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<[?!][^>]*>\s*)*<svg[\s>]")),
)
_SUFFIXES: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"})


def names_file(address: str) -> bool:
    """Whether the address of an image is the name of a file, and says no site."""
    return bool(address) and not _ELSEWHERE.match(address)


def kind_of(content: bytes) -> str | None:
    """The MIME type of an image; None where it is none that mail programs know."""
    return next((kind for kind, start in _KINDS if start.match(content)), None)


@dataclass(frozen=True, slots=True)
class ImageFiles:
    """The images below `templates/` in the workspace `root`."""

    root: Path

    def find(self, notification: str, address: str) -> Path | None:
        """The file that an address in a template of a notification names, from its own folder or from `templates/`.

        None where there is none, and for whatever is not below `templates/` or only by way of `..` or a link.
        """
        templates = self.root / "templates"
        name = Path(unquote(address))
        if name.is_absolute() or ".." in name.parts:
            return None
        try:
            inside = templates.resolve()
            for path in (templates / notification / name, templates / name):
                if path.is_file() and path.resolve().is_relative_to(inside):
                    return path
        except (OSError, ValueError):
            # A name may be longer than any file's, or have a character that none can have.
            return None
        return None

    def is_outside(self, notification: str, address: str) -> bool:
        """Whether an address that `find` finds nothing for leads, by `..` or a link, out of `templates/`."""
        templates, name = self.root / "templates", Path(unquote(address))
        if name.is_absolute():
            return False
        try:
            inside = templates.resolve()
            own, shared = ((folder / name).resolve() for folder in (templates / notification, templates))
            return not own.is_relative_to(inside) or (shared.exists() and not shared.is_relative_to(inside))
        except (OSError, ValueError):
            return False

    def names(self) -> list[str]:
        """Every image below `templates/`, by the name that is found from any template."""
        templates = self.root / "templates"
        files = sorted(file for file in templates.rglob("*") if file.suffix.lower() in _SUFFIXES and file.is_file())
        return [file.relative_to(templates).as_posix() for file in files]
