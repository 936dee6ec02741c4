"""What stands in an address until somebody fills it in."""

import re
from typing import Final

from notify.lint.views.message.address import is_below, read_address

# Names that lead nowhere by agreement: RFC 2606 and RFC 6761.
# The top-level domain `.example`, which they reserve too, is left to whoever shows a product that there is not.
RESERVED: Final = ("example.com", "example.net", "example.org", "invalid")
# Hosts that nobody has, but everybody writes.
_NOBODYS: Final = re.compile(r"(?:.*\.)?(?:your|my)-?(?:domain|site|website|company|brand|app)\.[a-z]+")
# In capitals, anywhere between two signs: a product may well have a page `/todo`.
_MARK: Final = re.compile(r"(?<![A-Za-z0-9])(?:TODO|FIXME|TBD|XXX+|CHANGE_?ME|PLACEHOLDER|YOUR_[A-Z_]+)(?![A-Za-z0-9])")
# The whole address is a word for itself, or something in brackets that some program should have replaced.
_WORD: Final = re.compile(
    r"(?:https?://)?(?:todo|fixme|tbd|x{3,}|link|url|href|placeholder|insert[-_ ]?(?:link|url)(?:[-_ ]?here)?)/?"
    r"|(?:https?://)?(?:\[.*\]|<.*>|\{[^{}]*\}|%+[\w-]+%+|\*\|.*\|\*)",
    re.IGNORECASE,
)


def placeholder_in(url: str, own: tuple[str, ...]) -> str | None:
    """The part of an address that shows that it was to be filled in; `own` are domains that are none."""
    if _WORD.fullmatch(url):
        return url
    host = read_address(url).host
    if is_below(host, (name for name in RESERVED if name not in own)) and not is_below(host, own):
        return host
    if _NOBODYS.fullmatch(host) and not is_below(host, own):
        return host
    mark = _MARK.search(url)
    return mark[0] if mark else None
