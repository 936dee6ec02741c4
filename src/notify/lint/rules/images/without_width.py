"""IMG003: an image that Outlook shows in its natural size."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.origin import shorten

_STATED: Final = re.compile(r"\d")


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Finds `<img>` without a number in its `width`; what Outlook is not shown does not count."""
    for image in view.images:
        seen = image.tag == "img" and not image.background and image.readers != "others"
        if seen and not _STATED.search(image.width):
            which = f" of {shorten(image.src)}" if image.src else ""
            yield Fault(
                f"The `<img>`{which} has no `width`.",
                image.at,
                image.key,
                notification=view.markup.whose(image.at.file),
            )


RULE: Final = Rule(
    code="IMG003",
    name="image-without-width",
    severity="warning",
    looks_at=EmailView,
    check=check,
    summary="An `<img>` has no `width` attribute.",
    why="Outlook on Windows 2007 to 2019 takes no `width` from the style of an `<img>` (caniemail.com, “width "
    "property”) and shows it as large as its file: one that is made for sharp screens is twice as wide as meant, "
    "and breaks the layout. `<mj-image>` is given the attribute by the compiler.",
    cure='Write `width="24"`, in pixels and without a unit, besides what the style says; or use `<mj-image>`.',
    bad=Example(
        body='<mj-text><img src="https://acme.example/pen.png" alt="" style="width: 24px;" /> {{ t.body }}</mj-text>'
    ),
    good=Example(
        body='<mj-text><img src="https://acme.example/pen.png" alt="" width="24" /> {{ t.body }}</mj-text>\n'
        '<mj-image src="https://acme.example/board.png" alt="" />'
    ),
)
