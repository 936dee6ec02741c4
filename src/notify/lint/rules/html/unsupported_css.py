"""HTM003: CSS that mail programs do not support, and without which the message breaks."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.catalogue.model.fields import listed
from notify.lint.knowledge.clients import AS_OF, FAMILIES
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.markup import MarkupView
from notify.lint.views.message.unsupported import unsupported


def check(view: MarkupView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Compares what style sheets and attributes use with the table of clients."""
    return unsupported(view, (use for use in view.usage if use.feature.startswith("css-")), options)


RULE: Final = Rule(
    code="HTM003",
    name="unsupported-css",
    severity="warning",
    looks_at=MarkupView,
    check=check,
    options={"enhancements": False, "partly": False, "share": 1},
    summary="CSS that mail programs ignore, and without which the message breaks.",
    why=f"What each mail program supports is from caniemail.com (MIT), as of {AS_OF}. Those that count are named in "
    f"`lint.clients`: a family ({listed(list(FAMILIES))}) for all of its programs, or one of them (`gmail.ios`, "
    "`outlook.windows`). Where none are named it is Apple Mail, Gmail on the web and in its apps, Outlook but for "
    "Windows Mail, and Yahoo: by our own judgement those that most mail is read in. They led Litmus's count of "
    "December 2021 (57% Apple, 30% Gmail, 4% Outlook, 3% Yahoo), but that is mostly mail of American companies, and "
    "has in it what Apple opens by itself; Outlook is read more where people work.\n\n"
    "Much does no harm where it is ignored, and is left alone: rounded corners, shadows, transitions, `:hover` and "
    "other selectors, media queries and what is in them or in `@supports`, fonts, `max-width`, `position: relative`. "
    "So is what an earlier declaration of the same property makes up for, a picture or gradient with a "
    "`background-color` behind it, and what stands between `<!--[if mso]>` and `<![endif]-->`; Outlook on Windows does "
    "not count for what `<!--[if !mso]><!-->` hides from it. `enhancements: true` reports these too, but for what only "
    "Outlook reads. What is supported in part is reported with `partly: true`. `share` is which part of the mail "
    "programs that count, in percent, has to fail: with 1 a single one is enough, since whoever reads with it sees a "
    "broken message.",
    cure="Write it in a way that every mail program knows, or write that way first and this one after it.",
    bad=Example(body='<mj-text><div style="display: flex;">{{ t.body }} <b>{{ name }}</b></div></mj-text>'),
    good=Example(
        body="<mj-text>{{ t.body }}</mj-text>\n"
        '<mj-button href="{{ product.url }}/notes" border-radius="8px">{{ t.button }}</mj-button>'
    ),
)
