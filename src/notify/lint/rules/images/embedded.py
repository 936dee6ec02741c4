"""IMG005: an image that is written into its own address."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.origin import origin_of

# Enough of an address to tell it from others, and to find it by.
_BEGINNING: Final = 60


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Finds `data:` in addresses, and measures them."""
    for image in view.images:
        src = image.src or ""
        if src[:5].lower() != "data:":
            continue
        size = len(src.encode())
        kind = src[5:].partition(",")[0].partition(";")[0] or "text"
        what = "The background" if image.background else "The image"
        at = origin_of(view, image.as_link, src[:_BEGINNING]).at
        yield Fault(
            f"{what} is embedded in its address: {size / 1024:.1f} KiB of {kind}.",
            at,
            f"{image.key[:_BEGINNING]}:embedded",
            size=size,
            value=f"{size / 1024:.1f} KiB",
            severity="error" if size > options["error"] else None,
            notification=view.markup.whose(at.file),
        )


RULE: Final = Rule(
    code="IMG005",
    name="embedded-image",
    severity="warning",
    looks_at=EmailView,
    check=check,
    options={"error": 100 * 1024},
    summary="An image is embedded with a `data:` address.",
    why="Outlook on Windows before 2019 shows no such image, nor does Gmail on iOS in the last test there is; Gmail on "
    "the web and on Android showed none in 2020, and ico, jpg, png and webp since 2023 (caniemail.com, “Base 64 image "
    "format”). Its bytes count as HTML, so that one of some 100 kB alone has Gmail clip the message (HTM001): above "
    "`error` bytes it is an error.",
    cure="Put the image on a site and write its address with `https://`.",
    bad=Example(
        body='<mj-image alt="Acme" width="60px" src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAAB'
        'AAEAAAIBRAA7" />'
    ),
    good=Example(body='<mj-image alt="Acme" width="60px" src="https://acme.example/acme.gif" />'),
)
