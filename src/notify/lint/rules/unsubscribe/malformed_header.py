"""UNS004: a header List-Unsubscribe that does not do what it says."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EmailView

_ADDRESS: Final = re.compile(r"<([^<>\s]+)>")


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Reads the header as RFC 2369 and, with one click, RFC 8058 say it is written."""
    header = view.message.headers.get("List-Unsubscribe")
    if header is None:
        return
    one_click = "List-Unsubscribe-Post" in view.message.headers
    written = view.workspace.catalogue.defaults.unsubscribe_url or ""
    at = view.workspace.document.position(("defaults", "unsubscribe_url"))
    for key, message, cure in problems(header, one_click=one_click):
        yield Fault(message, at, key, help=cure, notification="")
    if one_click and "{{" not in written:
        yield Fault(
            f"`{written}` is the same for everybody, so that one click cannot say who leaves, and which topic.",
            at,
            "same",
            help="Print who and what into it, such as `?user={{ user.id }}&topic={{ topic.id }}`.",
            notification="",
        )


def problems(header: str, *, one_click: bool) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a List-Unsubscribe: a name for it, the message, and the cure."""
    if not re.fullmatch(rf"{_ADDRESS.pattern}(?:\s*,\s*{_ADDRESS.pattern})*", header.strip()):
        yield "brackets", f"List-Unsubscribe is `{header}`, not addresses in `<` and `>`.", "Write `<https://…>`."
        return
    addresses = _ADDRESS.findall(header)
    kinds = [urlsplit(address).scheme.removesuffix("s") for address in addresses]
    for kind in dict.fromkeys(kinds):
        if kinds.count(kind) > 1:
            same = " and ".join(address for address, own in zip(addresses, kinds, strict=True) if own == kind)
            yield (
                "twice",
                f"List-Unsubscribe has two addresses of one kind: {same}.",
                "Keep one page and one `mailto:`.",
            )
    page = next((address for address, kind in zip(addresses, kinds, strict=True) if kind == "http"), None)
    if not one_click:
        return
    if page is None or not page.startswith("https:"):
        yield (
            "insecure",
            f"One click needs an address with https, and List-Unsubscribe has `{page or header}`.",
            "Start `unsubscribe_url` with `https://`, or write `unsubscribe: link`.",
        )
    if page and urlsplit(page).fragment:
        yield (
            "fragment",
            f"What stands after the `#` of `{page}` is never sent to a server, so that one click says nothing of it.",
            "Put it into the path or after a `?`.",
        )


RULE: Final = Rule(
    code="UNS004",
    name="malformed-list-unsubscribe",
    severity="error",
    looks_at=EmailView,
    check=check,
    summary="The header List-Unsubscribe is written so that mail programs cannot use it.",
    why="RFC 2369 has each address in angle brackets. For one click, RFC 8058 (section 3.1) asks for one https address "
    "which says by itself who leaves which list: a mail program posts to it without a cookie, a page or a question, "
    "and what follows a `#` stays in the program (RFC 3986, section 3.5).",
    cure="Write `unsubscribe_url` as one https address with the person and the topic in it.",
    bad=Example(catalogue={"defaults": {"unsubscribe_url": "http://acme.example/u?u={{ user.id }}&t={{ topic.id }}"}}),
    good=Example(catalogue={"defaults": {"unsubscribe_url": "https://acme.example/u/{{ user.id }}?t={{ topic.id }}"}}),
)
