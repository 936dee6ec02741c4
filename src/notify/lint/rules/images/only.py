"""IMG007: a message that is an image, with hardly a word."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.image import Image
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.origin import shorten

# Chinese and Japanese have no spaces between words, which are some two characters long; nor has Thai, with some four.
_DENSE: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_THAI: Final = re.compile("[\u0e00-\u0e7f]")
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019.,-][^\W_]+)*")
_PIXELS: Final = re.compile(r"(\d+)(?:\.\d+)?(?:px)?")


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Counts the words of a message that has a large image."""
    large = next((image for image in view.images if _is_large(image, options["width"])), None)
    if large is None:
        return
    words = 0
    for passage in view.passages:
        words += _count(passage.text)
        if words >= options["words"]:
            return
    which = f" {shorten(large.src)}" if large.src else ""
    yield Fault(
        f"The message has {words} words beside the image{which}.",
        large.at,
        large.key,
        size=options["words"] - words,
        value=f"{words} words",
    )


def _is_large(image: Image, least: int) -> bool:
    if image.background or image.tag == "mj-social-element" or image.readers == "word":
        return False
    if not image.width:
        # The compiler makes it as wide as its column; what an `<img>` is like nobody knows.
        return image.tag != "img"
    pixels = _PIXELS.fullmatch(image.width)
    return int(pixels[1]) >= least if pixels else image.width == "100%"


def _count(text: str) -> int:
    rest = _THAI.sub(" ", _DENSE.sub(" ", text))
    return len(_WORD.findall(rest)) + len(_DENSE.findall(text)) // 2 + len(_THAI.findall(text)) // 4


RULE: Final = Rule(
    code="IMG007",
    name="image-only-message",
    severity="warning",
    looks_at=EmailView,
    check=check,
    options={"words": 20, "width": 300},
    summary="A message is a large image with hardly a word beside it.",
    why="Where images are not loaded there is nothing to read, nobody can copy or search it, and in the dark it stays "
    "light. Filters cannot read it either, so it looks like what spam does: SpamAssassin has tests for images with few "
    "bytes of words (HTML_IMAGE_ONLY_04 is up to 400, HTML_IMAGE_ONLY_32 the last), and for their ratio. `words` is "
    "our own choice, far below what these ask for: all words count, the postal address and unsubscribing too. An image "
    "narrower than `width` pixels is taken for a logo, an icon or a pixel.",
    cure="Say in text what the image says, and let the image only add to it.",
    bad=Example(
        body='<mj-image src="https://acme.example/sale.png" alt="Everything costs half as much until Sunday." '
        'href="https://acme.example/sale" />'
    ),
    good=Example(
        body='<mj-image src="https://acme.example/sale.png" alt="The sale" '
        'href="https://acme.example/sale" />\n'
        "<mj-text>{{ t.body }} Until Sunday, everything on every board of yours costs half as much, and whoever you "
        "invite gets it for the same price as you do.</mj-text>"
    ),
)
