"""IMG004: an image whose address says no site."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.address import read_address
from notify.lint.views.message.image import Image
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.origin import origin_of, shorten
from notify.render.images import ImageFiles, names_file

_CID: Final = "Name the file itself, without `cid:`: one of the notification's folder is embedded, and gets its own."


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Judges the address of each image, also of those that lie behind other things."""
    files = ImageFiles(view.workspace.root)
    for image in view.images:
        if image.src is None and image.tag == "mj-social-element":
            # The compiler knows icons of its own, by the name of the network.
            continue
        if image.src and names_file(image.src) and files.find(view.notification.id, image.src):
            # It travels within the message.
            continue
        if reason := _reason(image):
            at = origin_of(view, image.as_link, image.src).at if image.src else image.at
            better = f"Write “https:{image.src}”." if (image.src or "").startswith("//") else None
            better = _CID if (image.src or "").lower().startswith("cid:") else better
            owner = view.markup.whose(at.file)
            yield Fault(f"{_called(image)} {reason}.", at, image.key_at(at), help=better, notification=owner)


def _reason(image: Image) -> str:
    if not image.src:
        return "has no address" if not image.background or image.tag not in {"style", "mj-style"} else ""
    address = read_address(image.src)
    if address.scheme == "cid":
        return "is of a part of the message that there is none of"
    if address.scheme == "data" or address.on_web or (image.background and image.src.startswith("#")):
        return ""
    if address.scheme in {"http", "https"}:
        return "has an address that names no site"
    if image.src.startswith("//"):
        return "has an address without `https:`"
    if address.scheme == "file" or len(address.scheme) == 1:
        return "is a file of the sender's own computer"
    return "has an address that no mail program can load" if address.scheme else "has an address without a site"


def _called(image: Image) -> str:
    what = "The background" if image.background else "The image"
    return f"{what} “{shorten(image.src)}”" if image.src else f"{what} of `<{image.tag}>`"


RULE: Final = Rule(
    code="IMG004",
    name="relative-image",
    severity="error",
    looks_at=EmailView,
    check=check,
    summary="The address of an image does not say on which site it is and names no file, or there is none.",
    why="A message stands on no site, so that `/logo.png` is relative to nothing and the image stays empty everywhere. "
    "RFC 2557, section 5, leaves such an address to a base that mail hardly ever has. A file in the notification's "
    "folder or below `templates/` is found: it is embedded when the message is sent, and its `cid:` (RFC 2392) is "
    "written then. One that is written by hand leads nowhere.",
    cure="Write the whole address: `https://` and the site, or `{{ product.url }}/` where it is the product's, and "
    "then the path. Or name a file that is there, from the notification's folder (`logo.png`) or from `templates/` "
    "(`images/logo.png`).",
    bad=Example(
        body='<mj-image src="/board.png" alt="" width="300px" />\n<mj-text>{{ t.body }}</mj-text>',
    ),
    good=Example(
        body='<mj-image src="{{ product.url }}/board.png" alt="" width="300px" />\n<mj-text>{{ t.body }}</mj-text>'
    ),
)
