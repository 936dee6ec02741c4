"""Messages of the short channels from a draft: their words, and for SMS what they cost."""

from typing import Final, Literal

from notify.render.draft import Draft
from notify.render.message import Card, Sms

# The characters of GSM-7 and those that take two places there: 3GPP TS 23.038, 6.2.1 and 6.2.1.1.
_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED: Final = frozenset("\f^{}\\[~]|€")


def write_sms(draft: Draft) -> Sms:
    """A text message."""
    text = draft.words("sms")["body"]
    encoding, segments = count_segments(text)
    return Sms(**draft.identity, text=text, encoding=encoding, segments=segments)


def write_card(draft: Draft) -> Card:
    """A push, in-app or WhatsApp message."""
    return Card(**draft.identity, words=draft.words(draft.channel))


def count_segments(text: str) -> tuple[Literal["GSM-7", "UCS-2"], int]:
    """How a text message is encoded, and in how many segments: 160 or 153 septets each, or 70 or 67 UTF-16 units."""
    if all(letter in _BASIC or letter in _EXTENDED for letter in text):
        length = len(text) + sum(letter in _EXTENDED for letter in text)
        return "GSM-7", 1 if length <= 160 else -(-length // 153)
    length = len(text.encode("utf-16-le", errors="replace")) // 2
    return "UCS-2", 1 if length <= 70 else -(-length // 67)
