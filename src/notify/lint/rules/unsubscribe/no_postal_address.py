"""UNS006: promotional mail that does not say where its sender is."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EmailView
from notify.source import Position

_PROMOTION: Final = {"class": "promotional"}
_FRAME: Final = (
    "<mjml><mj-body><mj-section><mj-column><mj-text>{{ t.body }}<br />%s</mj-text>"
    '<mj-text><a href="{{ unsubscribe_url }}">{{ t.unsubscribe }}</a></mj-text>'
    "</mj-column></mj-section></mj-body></mjml>"
)


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Looks for the words and numbers of the address in the HTML and in the text part, however they are set."""
    if view.notification.class_ != "promotional":
        return
    address = view.workspace.catalogue.product.postal_address
    if not address:
        at = view.workspace.document.position(("product",))
        message = "The product has no `postal_address` for its promotional messages to show."
        yield Fault(message, at, "address", help="Write it as `postal_address` under `product`.", notification="")
        return
    html = _says(" ".join(paragraph.text for paragraph in view.paragraphs), address, options["share"])
    text = _says(view.message.text, address, options["share"])
    if not (html and text):
        lacking = "the text part" if html else "the HTML" if text else "the message"
        own = f"templates/{view.notification.id}/email."
        at = Position(f"{own}txt" if html and view.has_own_text else f"{own}mjml")
        yield Fault(f"This is promotional, and {lacking} does not say “{address}”.", at, "address")


def _says(text: str, address: str, share: int) -> bool:
    # A translator may write the country in another language, and a designer breaks lines where a comma was.
    words = set(re.findall(r"\w+", address.casefold()))
    there = words & set(re.findall(r"\w+", text.casefold()))
    return 100 * len(there) >= share * len(words)


RULE: Final = Rule(
    code="UNS006",
    name="no-postal-address",
    severity="warning",
    looks_at=EmailView,
    check=check,
    options={"share": 75},
    summary="A promotional e-mail does not show the sender's postal address.",
    why="CAN-SPAM (15 U.S.C. § 7704(a)(5)) wants a valid physical postal address in each commercial message, and so "
    "does Canada's CASL (Electronic Commerce Protection Regulations (CRTC), SOR/2012-36, section 2). In the EU, "
    "article 5 of Directive 2000/31/EC has a provider keep its address within easy reach, though not in each message. "
    "An address counts as shown where `share` percent of its words are, so that a country may be named in the "
    "reader's language.",
    cure="Print `{{ product.postal_address }}` in the layout's footer, and in `email.txt` where there is one.",
    bad=Example(note=_PROMOTION, files={"templates/note/email.mjml": _FRAME % ""}),
    good=Example(note=_PROMOTION, files={"templates/note/email.mjml": _FRAME % "{{ product.postal_address }}"}),
)
