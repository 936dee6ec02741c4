"""IMG006: images in a format that mail programs do not show."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.knowledge.clients import AS_OF, WORD, chosen, support
from notify.lint.knowledge.features import HARMLESS, IMAGES
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.markup.unsupported import tell
from notify.lint.views.message.address import read_address
from notify.lint.views.message.image import Image
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.origin import origin_of, shorten

_DATA: Final = re.compile(r"data:\s*(?:image|video)/([\w.+-]+)", re.IGNORECASE)
# How much of an address that is an image itself finds its place.
_BEGINNING: Final = 60


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Compares the formats of images, by their names or what they say of themselves, with the table of clients."""
    clients = chosen(view.workspace.catalogue.lint.clients)
    found: dict[tuple[str, str], list[tuple[Image, tuple[str, ...]]]] = {}
    for image in view.images:
        feature = _format(image)
        if feature is None or feature in HARMLESS:
            continue
        readers = [client for client in clients if client not in WORD or _is_for_word(image)]
        missing = support()[feature].missing(readers, partly=options["partly"])
        if missing and len(missing) * 100 >= options["share"] * len(clients):
            found.setdefault((feature, _owner(view, image)), []).append((image, missing))
    for (feature, owner), lacking in found.items():
        image, missing = max(lacking, key=lambda each: len(each[1]))
        src, number = image.src or "", len({image.src for image, _ in lacking})
        more = f" {number - 1} more of this format {'is' if number == 2 else 'are'} there." * (number > 1)
        title = support()[feature].title.removesuffix(" image format")
        what = "The background" if image.background else "The image"
        yield Fault(
            f"{what} “{shorten(src)}” ({title}) is not shown by {tell(missing, clients)}{more}",
            origin_of(view, image.as_link, src[:_BEGINNING] if src[:5].lower() == "data:" else src).at,
            f"{feature}:{owner}" if owner else feature,
            size=len(missing) + number / 1000,
            notification="" if owner else None,
        )


def _format(image: Image) -> str | None:
    src = image.src or ""
    if own := _DATA.match(src):
        return IMAGES.get(own[1].lower())
    return IMAGES.get(read_address(src).path.rpartition(".")[2].lower())


def _is_for_word(image: Image) -> bool:
    """Whether Word would show it in another format: of backgrounds those of MJML, which are drawn for it apart."""
    drawn = image.tag.startswith("mj-") and image.tag != "mj-style"
    return image.readers != "others" and (drawn or not image.background)


def _owner(view: EmailView, image: Image) -> str:
    """The file that an image stands in, where it is that of a layout or component that others show as well."""
    file = image.at.file
    return "" if file.startswith(f"templates/{view.notification.id}/") else file


RULE: Final = Rule(
    code="IMG006",
    name="unsupported-image-format",
    severity="warning",
    looks_at=EmailView,
    check=check,
    options={"partly": False, "share": 1},
    summary="An image is in a format that mail programs do not show.",
    why=f"What each of them shows is from caniemail.com (MIT), as of {AS_OF}: Outlook on Windows shows neither WebP "
    "nor AVIF, and Gmail on the web no SVG. Which mail programs count, and what the options mean, stands with HTM003. "
    "The format is that of the name of the file, or what a `data:` address says. An animated PNG stands still where it "
    "is not known, which is no fault. Other formats in the `srcset` of a `<picture>` or `<img>` are for those who "
    "understand them.",
    cure="Save it as PNG or JPEG, or as GIF where it moves, and write that address.",
    bad=Example(
        body='<mj-image src="{{ product.url }}/board.webp" alt="Your board" width="300px" />\n'
        "<mj-text>{{ t.body }}</mj-text>"
    ),
    good=Example(
        body='<mj-image src="{{ product.url }}/board.png" alt="Your board" width="300px" />\n'
        "<mj-text>{{ t.body }}</mj-text>"
    ),
)
