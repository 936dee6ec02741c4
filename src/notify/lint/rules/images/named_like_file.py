"""IMG002: an alternative text that is the name of a file."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, Final

from notify.lint.knowledge.pictures import says_picture
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.copy import texts_of
from notify.lint.views.message.address import read_address
from notify.lint.views.message.image import Image
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.origin import origin_of
from notify.lint.views.message.passage import plain
from notify.source import Position

# More than two words are a sentence about a file.
_FILE: Final = re.compile(
    r"[\w.@()+-]+(?: [\w.@()+-]+)?(?<! )\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?|heic|ico)", re.IGNORECASE
)
# What cameras, screens and hurried people call files.
_NUMBERED: Final = re.compile(
    r"(?:img|dscn?|dscf|pxl|mvi|image|picture|pic|photo|screenshot|banner|header|untitled|unnamed)[-_ ]?\d[\w-]*",
    re.IGNORECASE,
)


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Compares each alternative text with names of files; what the data says, such as a shared file, is right."""
    for image in view.images:
        alt = plain(image.alt or "")
        if alt and (what := _what(alt, image.src or "", view.locale)) and alt not in view.data_texts:
            at = _origin(view, image, alt)
            key = view.key_at(at)
            about, owner = f"alt:{alt if key == at.file else key}", view.markup.whose(at.file)
            yield Fault(f"The `alt` “{alt}” {what}.", at, about, notification=owner)


def _what(alt: str, src: str, locale: str) -> str:
    if _FILE.fullmatch(alt):
        return "is the name of a file"
    if alt == PurePosixPath(read_address(src).path).stem and re.search(r"[-_@\d]", alt):
        return f"is the name of the image's file, {PurePosixPath(read_address(src).path).name}"
    if _NUMBERED.fullmatch(alt):
        return "is what a file may be called"
    return "says only that there is an image" if says_picture(alt, locale) else ""


def _origin(view: EmailView, image: Image, alt: str) -> Position:
    """Where it is written: in the image's own line, as a text of the copy, or where a component is given it."""
    if alt not in (image.at.excerpt or ""):
        for entry in view.copy.entries.values():
            if any(plain(text.source) == alt for _, text in texts_of(entry)):
                return entry.position
        return origin_of(view, replace(image.as_link, url=alt), alt).at
    return image.at


RULE: Final = Rule(
    code="IMG002",
    name="alt-is-file-name",
    severity="warning",
    looks_at=EmailView,
    check=check,
    summary="The alternative text of an image is the name of a file, or a word that stands for any image.",
    why="It is read aloud, and shown where images are not loaded: “logo dot p n g” tells nobody anything. WCAG 2.2 "
    "counts names of files, and words like “image”, as no alternative at all (1.1.1, level A; failure F30). What the "
    "data says, such as the name of a file that somebody shared, is not reported.",
    cure='Say what the image says, such as the name of the product for its logo; write `alt=""` for decoration.',
    bad=Example(body='<mj-image src="https://acme.example/logo.png" alt="logo.png" width="120px" />'),
    good=Example(body='<mj-image src="https://acme.example/acme.png" alt="Acme" width="120px" />'),
)
