"""URLs in attributes: which of them would run a script or read a file, and what stands there instead."""

import html
import re
from typing import Final

UNSAFE_LINK: Final = "#unsafe-link"

# Attributes that are a URL which somebody may follow, and those whose URL is loaded: only these may embed a picture.
_LINKS: Final = frozenset({"href", "xlink:href", "action", "formaction", "cite", "longdesc", "data"})
_SOURCES: Final = frozenset(
    {"src", "background", "background-url", "poster", "thumbnails-src", "icon-wrapped-url", "icon-unwrapped-url"}
)
# Attributes with URLs among other words: `url(…)`, `0; url=…`, `a.png 1x, b.png 2x`.
AMONG_WORDS: Final = frozenset({"style", "content", "srcset"})
_JUDGED: Final = _LINKS | _SOURCES | AMONG_WORDS | {"base-url"}
# Browsers drop these before they look for the scheme: url.spec.whatwg.org/#concept-basic-url-parser
_DROPPED: Final = "".join(map(chr, range(33)))
_DROPPED_ANYWHERE: Final = str.maketrans("", "", "\t\n\r")
_UNSAFE: Final = re.compile(r"(?:javascript|vbscript|data|blob|file)\s*:(?P<image>image/)?", re.IGNORECASE)
_SITE: Final = re.compile(r"\s*(?:https?://|/|$)", re.IGNORECASE)
_REFERENCE: Final = re.compile(r"&(?:#x[0-9a-f]+;?|#[0-9]+;?|\w+;)", re.IGNORECASE)


def decode_attribute(written: str) -> str:
    """An attribute's value as a browser reads it, with its character references decoded."""
    if "&" not in written:
        return written
    # A number needs no semicolon; a name without one is text in an attribute, since `?a=1&copy=2` is a query.
    return _REFERENCE.sub(lambda found: html.unescape(found[0]), written)


def is_judged(attribute: str) -> bool:
    """Whether `harmless` has anything to say of an attribute, by its name in lower case."""
    return attribute in _JUDGED


def harmless(attribute: str, value: str) -> str | None:
    """What must stand in an attribute instead of this decoded value; None where the value may stay."""
    url = value.lstrip(_DROPPED).translate(_DROPPED_ANYWHERE)
    if attribute in _LINKS:
        return UNSAFE_LINK if _UNSAFE.match(url) else None
    if attribute in _SOURCES:
        found = _UNSAFE.match(url)
        embedded = found is not None and found[0].lower().startswith("data") and found["image"]
        return UNSAFE_LINK if found and not embedded else None
    if attribute == "base-url":
        # It is put before each link of a navbar, so that half a scheme here would become a whole one there.
        return None if _SITE.match(url) else "/"
    if attribute in AMONG_WORDS:
        made_safe = re.sub(rf"(?<![\w-]){_UNSAFE.pattern}", _unless_image, url, flags=re.IGNORECASE)
        return made_safe if made_safe != url else None
    return None


def _unless_image(found: re.Match[str]) -> str:
    return found[0] if found["image"] and found[0].lower().startswith("data") else "unsafe:"


def follow_link(words: str, url: str) -> str:
    """The address of a link in parentheses; nothing where its words say it already."""
    return "" if words in {url, url.partition(":")[2]} else f" ({url})"
