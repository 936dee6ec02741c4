"""The addresses of images in the HTML of an e-mail, found and replaced."""

import re
from collections.abc import Callable
from html import escape
from typing import Final

from notify.render.markup.links import decode_attribute

# Another address for a decoded one, without spaces, quotes and brackets; None where it may stay.
Replace = Callable[[str], str | None]

_QUOTE: Final = r"""["']|&\#3[49];|&quot;|&apos;"""
# What every image stands after, in lower case: only where no scheme follows are the tags read one by one, and on hardly
# any page it does. Three patterns that start with a word take a tenth of the time of one with three words.
_CANDIDATES: Final = tuple(
    re.compile(rf"{start}(?:\s|{_QUOTE})*+(?!https?:|data:|cid:|[>)])")
    for start in (r"src(?:set)?\s*=", r"background\s*=", r"url\(")
)
# Each of these patterns reads a page once, however it is made: nothing is tried again from every place of it.
#
# Comments that nobody reads, style sheets and start tags; also those tags that stand in comments for Outlook.
_PARTS: Final = re.compile(
    r"""<!--(?!\[if|<!).*?(?:-->|\Z)|(?P<sheet><style\b[^>]*+>.*?(?:</style|\Z))|"""
    r"""(?P<tag><[a-z](?:[^<>"']|"[^"]*"|'[^']*')*+>)""",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(r"""([^\s=<>"'/]++)(?:(\s*+=\s*+)(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?""")
# In style sheets other things have addresses, too.
_URL: Final = re.compile(
    r"@font-face\s*+\{[^}]*+|@import[^;]*+|/\*.*?(?:\*/|\Z)|url\((?P<address>[^()]*+)\)", re.IGNORECASE | re.DOTALL
)
_OF_SET: Final = re.compile(r"((?:^|,)\s*+)([^\s,]+)")


def replace_addresses(html: str, replace: Replace) -> str:
    """A page in which images have the addresses that `replace` gives for theirs; all else stays as it is.

    These are `src`, `srcset` and `background` of any element, and `url(…)` in styles. Raises what `replace` raises.
    """
    lowered = html.lower()
    if not any(candidate.search(lowered) for candidate in _CANDIDATES):
        return html

    def change(found: re.Match[str]) -> str:
        if found["tag"]:
            return _ATTRIBUTE.sub(lambda attribute: _change_attribute(attribute, replace), found[0])
        return _change_style(found[0], replace) if found["sheet"] else found[0]

    return _PARTS.sub(change, html)


def _change_attribute(found: re.Match[str], replace: Replace) -> str:
    name = found[1].lower()
    written = next(filter(None, found.groups()[2:]), "")
    if name in {"src", "background"}:
        changed = _changed(written, replace)
    elif name == "srcset" and "data:" not in written:
        changed = _OF_SET.sub(lambda one: one[1] + _changed(one[2], replace), written)
    elif name == "style":
        changed = _change_style(written, replace)
    else:
        return found[0]
    return f'{found[1]}{found[2]}"{changed}"' if changed != written else found[0]


def _change_style(style: str, replace: Replace) -> str:
    def change(found: re.Match[str]) -> str:
        written = found["address"]
        if written is None or (changed := _changed(written, replace)) == written:
            return found[0]
        return f"url({changed})"

    return _URL.sub(change, style)


def _changed(written: str, replace: Replace) -> str:
    other = replace(decode_attribute(written).strip("\t\n\f\r \"'"))
    return written if other is None else escape(other)
