"""What mail programs put before the subject of a reply, and of a message that is forwarded."""

from collections.abc import Mapping
from typing import Final

# `Re` is RFC 5322, section 3.6.5. The others are what Outlook and other programs write in the language of their user;
# here, those that mean nothing else before a colon in any language of ours.
EVERYWHERE: Final = frozenset({"re", "fw", "fwd", "aw", "wg", "antw", "odp"})

# By language, since some are words or initials elsewhere (`I: the beginning`, `TR: Turkey`).
IN_LANGUAGE: Final[Mapping[str, frozenset[str]]] = {
    "ar": frozenset({"رد", "إعادة توجيه"}),
    "da": frozenset({"sv", "vs"}),
    "el": frozenset({"απ", "πρθ", "σχετ"}),
    "es": frozenset({"rv"}),
    "fi": frozenset({"vs", "vl"}),
    "fr": frozenset({"tr"}),
    "he": frozenset({"תגובה", "השב", "הועבר"}),
    "hu": frozenset({"vá", "továbbítás"}),
    "id": frozenset({"bls", "trs"}),
    "is": frozenset({"sv", "fs"}),
    "it": frozenset({"r", "rif", "i"}),
    "nb": frozenset({"sv", "vs"}),
    "nl": frozenset({"doorst"}),
    "nn": frozenset({"sv", "vs"}),
    "no": frozenset({"sv", "vs"}),
    "pl": frozenset({"pd"}),
    "pt": frozenset({"res", "enc"}),
    "sv": frozenset({"sv", "vb"}),
    "tr": frozenset({"ynt", "ilt", "İlt"}),
    "zh": frozenset({"回复", "回覆", "答复", "转发", "轉寄"}),
}
