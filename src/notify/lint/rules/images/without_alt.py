"""IMG001: an image that nothing stands for where it is not seen."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.image import Image
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.origin import shorten


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Finds images without `alt`, but for those that are all that a link has: LNK009 reports the link."""
    for image in view.images:
        if image.alt is None and not image.background and not image.silent and not _is_nameless_link(view, image):
            what = "icon" if image.tag == "mj-social-element" else "image"
            which = f" {shorten(image.src)}" if image.src else ""
            within = f", in the link to {shorten(image.link)}," if image.link else ""
            yield Fault(
                f"The {what}{which}{within} has no `alt`.",
                image.at,
                image.key,
                notification=view.markup.whose(image.at.file),
            )


def _is_nameless_link(view: EmailView, image: Image) -> bool:
    """Whether the link that the image is in has no name at all."""
    if image.link is None:
        return False
    around = [link for link in view.links if link.url == image.link.strip()]
    return any(not (link.words or link.label or any(link.images)) for link in around)


RULE: Final = Rule(
    code="IMG001",
    name="image-without-alt",
    severity="warning",
    looks_at=EmailView,
    check=check,
    summary="An image has no alternative text, not even an empty one.",
    why="A screen reader spells the address of an image without `alt`, and where images are not loaded, which many "
    "mail programs leave to the reader, nobody knows what is missing. WCAG 2.2 asks for it (1.1.1, level A; F65 is "
    "this very failure), and for an empty one where an image is decoration. An image that is all that a link has is an "
    "error, and LNK009 reports it.",
    cure='Say in `alt` what the image says, or write `alt=""` where it says nothing.',
    bad=Example(
        body='<mj-image src="https://acme.example/board.png" width="300px" />\n<mj-text>{{ t.body }}</mj-text>'
    ),
    good=Example(
        body='<mj-image src="https://acme.example/board.png" alt="" width="300px" />\n<mj-text>{{ t.body }}</mj-text>'
    ),
)
