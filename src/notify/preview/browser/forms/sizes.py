"""How large a message is in each locale: some languages need more words than others."""

from collections.abc import Mapping
from typing import Any


def describe_sizes(described: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """`sizes`, the bytes of HTML of a message by locale, and the `worst` of the locales; None where there is no HTML.

    `described` is what Live.describe says of it, by locale. What cannot be rendered as it is now has no size.
    """
    sizes = {
        locale: each["message"]["bytes"]["html"]
        for locale, each in described.items()
        if not each["mistakes"] and "bytes" in each["message"]
    }
    return {"sizes": sizes, "worst": max(sizes, key=sizes.__getitem__, default=None)}
