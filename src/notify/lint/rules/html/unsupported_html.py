"""HTM004: elements and attributes that mail programs do not know, and without which the message breaks."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.knowledge.clients import AS_OF
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.markup.markup import MarkupView
from notify.lint.views.markup.unsupported import unsupported


def check(view: MarkupView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Compares the elements and attributes of HTML with the table of clients."""
    return unsupported(view, (use for use in view.usage if use.feature.startswith("html-")), options)


RULE: Final = Rule(
    code="HTM004",
    name="unsupported-html",
    severity="warning",
    looks_at=MarkupView,
    check=check,
    options={"enhancements": False, "partly": False, "share": 1},
    summary="HTML that mail programs do not know, and without which the message breaks.",
    why="Mail programs take away what they do not know: of an `<svg>` nothing stays, and what is `hidden` is shown. "
    f"What each of them supports is from caniemail.com (MIT), as of {AS_OF}; which of them count, and what the options "
    "mean, stands with HTM003. Left alone is what shows its content all the same, such as `<section>` and `<mark>`, "
    "what only helps some readers, such as `aria-label`, and what has something in it for the others: `<picture>` with "
    "an `<img>`, `<progress>` with words, `<ruby>` with `<rp>`. `<details>` is not: where it is not known nothing "
    "folds, and all of it is shown.",
    cure="Write it in a way that every mail program knows.",
    bad=Example(
        body='<mj-text><svg width="16" height="16"><circle cx="8" cy="8" r="8"></circle></svg> {{ t.body }}</mj-text>'
    ),
    good=Example(
        body='<mj-text><picture><img src="{{ product.url }}/dot.png" width="16" height="16" alt="" /></picture> '
        "{{ t.body }}</mj-text>"
    ),
)
