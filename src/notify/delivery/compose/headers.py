"""Header fields as they travel: folded lines of ASCII (UTF-8 only in a local part that has no other form).

Three kinds of field need three encodings, and confusing them breaks mail. Text (a subject) and names may be RFC 2047
encoded words. Addresses have encoded names around a bare address. URLs are never encoded words, since a mail client
that looks for `List-Unsubscribe` finds none in `=?utf-8?q?…?=`; they are percent-encoded instead and fold only between
URLs.
"""

import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import quote

from notify.catalogue.address import CONTROL, Address, ascii_domain
from notify.errors import DeliveryError

# RFC 5322, section 2.1.1: a line should be 78 characters at most and must be 998, without its end. RFC 2047, section 2
# says 76 for a line with encoded words, 75 for each of them.
_LINE: Final = 76
_LONGEST_LINE: Final = 998
_ENCODED_WORD: Final = 75

_NAME: Final = re.compile(r"[!-9;-~]{1,76}")
_URLS: Final = frozenset({"list-unsubscribe", "list-help", "list-subscribe", "list-post", "list-archive"})  # RFC 2369
# What RFC 2047, section 5, rule 3 allows unescaped in an encoded word inside a name; the narrowest of its lists.
_WORD_SAFE: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
_ATOMS: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_HOST: Final = re.compile(r"^(https?://(?:[^/?#@]*@)?)([^/?#:]+)", re.IGNORECASE)
_URL_SAFE: Final = "%!#$&'()*+,/:;=?@[]~-._"


def encode_header(name: str, value: str) -> str:
    """One header field of text or URLs, by its name, as lines that end in CRLF.

    Raises DeliveryError where the name is none, the value has a control character or a line cannot be short enough.
    """
    if not _NAME.fullmatch(name):
        shown = CONTROL.sub("\ufffd", name)
        raise DeliveryError(f"`{shown}` cannot be the name of a header.", hint="Use letters and hyphens.")
    _refuse_control(name, value)
    if name.lower() in _URLS:
        return _fold(name, _split_urls(value))
    if name.lower() == "list-id" and value.endswith(">"):
        label, _, identifier = value[:-1].rpartition("<")
        return _fold(name, [*_phrase(name, label.strip()), f"<{ascii_domain(identifier)}>"])
    return _fold(name, _words(name, value))


def encode_subject(text: str) -> str:
    """The Subject field.

    A line break (from a block of YAML, or from data) becomes a space: the message is worth sending, and cannot start a
    header then. Other control characters have no reading, and raise DeliveryError.
    """
    lines = (line.strip(" ") for line in re.split("[\t\r\n\x0b\x0c\x85\u2028\u2029]+", text))
    return encode_header("Subject", " ".join(line for line in lines if line).strip())


def encode_address(name: str, address: Address) -> str:
    """A header field that holds one address, such as From or To."""
    _refuse_control(name, address.name)
    if not address.name:
        return _fold(name, [address.spec])
    return _fold(name, [*_phrase(name, address.name), f"<{address.spec}>"])


def _refuse_control(name: str, value: str) -> None:
    if found := CONTROL.search(value):
        character = f"a control character (U+{ord(found[0]):04X})"
        raise DeliveryError(
            f"The header `{name}` has {character}, which could start a header of its own.",
            hint="Take it out of the copy, the catalogue or the data that it comes from.",
        )


def _fold(name: str, words: Sequence[str]) -> str:
    lines = [f"{name}:"]
    for index, word in enumerate(words):
        # A first line without a value, though allowed, is more than some programs read.
        if index and len(lines[-1]) + 1 + len(word) > _LINE:
            lines.append("")
        lines[-1] += f" {word}"
    if any(len(line.encode()) > _LONGEST_LINE for line in lines):
        raise DeliveryError(
            f"The header `{name}` needs a line of more than {_LONGEST_LINE} bytes, which mail servers refuse.",
            hint="Shorten the address or URL in it, for example with a token instead of the data itself.",
        )
    return "".join(f"{line}\r\n" for line in lines)


def _words(name: str, text: str) -> list[str]:
    words = text.split(" ") if text else []
    plain = text.isascii() and "=?" not in text and all(words)
    # A plain word cannot be folded; an encoded one can, anywhere.
    if plain and all(len(word) < _LONGEST_LINE - len(name) - 2 for word in words):
        return words
    return _encoded_words(text, _LINE - len(name) - 2)


def _phrase(name: str, text: str) -> list[str]:
    room = _LINE - len(name) - 2
    if text.isascii() and "=?" not in text and len(text) < room and text == " ".join(text.split()):
        if _ATOMS.fullmatch(text):
            return text.split()
        return ['"' + re.sub(r'(["\\])', r"\\\1", text) + '"']
    return _encoded_words(text, room)


def _encoded_words(text: str, room: int) -> list[str]:
    encode = min((_q_word, _b_word), key=lambda form: len(form(text)))
    words: list[str] = []
    start = 0
    while start < len(text):
        end = _end_of_word(text, start, encode, _ENCODED_WORD if words else min(room, _ENCODED_WORD))
        words.append(encode(text[start:end]))
        start = end
    return words


def _end_of_word(text: str, start: int, encode: Callable[[str], str], room: int) -> int:
    end = start + 1
    while end < len(text) and len(encode(text[start : end + 1])) <= room:
        end += 1
    return end


def _q_word(text: str) -> str:
    coded = "".join(chr(b) if b in _WORD_SAFE else "_" if b == 0x20 else f"={b:02X}" for b in text.encode())
    return f"=?utf-8?q?{coded}?="


def _b_word(text: str) -> str:
    return f"=?utf-8?b?{b64encode(text.encode()).decode()}?="


def _split_urls(value: str) -> list[str]:
    # A URL may have commas of its own: only one between brackets separates.
    urls = [_ascii_url(url) for url in re.split(r">\s*,\s*<", value.strip().removeprefix("<").removesuffix(">"))]
    return [f"<{url}>" + ("," if index < len(urls) else "") for index, url in enumerate(urls, start=1)]


def _ascii_url(url: str) -> str:
    if not url.isascii():
        url = _HOST.sub(lambda found: found[1] + ascii_domain(found[2]), url)
    return quote(url, safe=_URL_SAFE)
