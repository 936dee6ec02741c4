"""LNK001: a link that leads nowhere."""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from notify.lint.knowledge.placeholders import placeholder_in
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.address import read_address
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.origin import called, origin_of, shorten
from notify.render.markup.elements import Start

_LONGEST_LABEL: Final = 63
_LONGEST_HOST: Final = 253


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Finds links without an address, and those whose address nobody can have."""
    for link in view.links:
        if not link.url:
            yield Fault(f"The link “{link.words}” has no address.", link.at, f"link:{link.words}")
    for tag in view.body:
        if isinstance(tag, Start) and tag.name == "mj-button" and not {"href", "mj-class"} & tag.attributes.keys():
            at = view.place(tag.offset)
            message = "The `<mj-button>` has no `href`: it looks like a button, and nothing happens."
            owner = view.markup.whose(at.file)
            yield Fault(message, at, f"button:{at.excerpt}", severity="warning", notification=owner)
    for link in (*view.links, *view.text_links):
        if (why := _why_nowhere(link.url)) and not placeholder_in(link.url, ()):
            origin = origin_of(view, link, link.url)
            message = f"{called(link)} leads to “{shorten(link.url)}”: {why}."
            yield Fault(message, origin.at, origin.key, help="Correct the address, or take the link away.")


def _why_nowhere(url: str) -> str | None:
    """Why nobody can be reached at an address, if so."""
    address = read_address(url)
    match address.scheme:
        case "mailto":
            to, _, fields = address.path.partition("?")
            # Without anybody it shares something, if there is something to share.
            people = [unquote(each).strip() for each in to.split(",") if each.strip()]
            fits = all(map(_is_mailbox, people)) if people else fields
            return None if fits else f"“{unquote(to)}” is no e-mail address" if to else "it writes to nobody"
        case "tel" | "sms":
            number = address.path.partition("?")[0].partition("&")[0]
            shares = address.scheme == "sms" and not number and address.path
            fits = shares or any(sign.isdigit() for sign in unquote(number))
            return None if fits else f"“{unquote(number)}” is no number" if number else "it has no number"
        case "http" | "https" if address.host:
            return _why_no_site(url, address.labels)
    return None


def _is_mailbox(written: str) -> bool:
    name, at, host = written.rpartition("@")
    return bool(name and at and host)


def _why_no_site(url: str, labels: tuple[str, ...]) -> str | None:
    if "" in labels:
        return "a name is missing beside a dot of its host"
    for label in labels:
        if set(label) == {"-"}:
            return f"“{label}” is no name"
        if len(label) > _LONGEST_LABEL:
            return f"“{shorten(label)}” has {len(label)} characters, and a part of a host has {_LONGEST_LABEL} at most"
    if (length := len(".".join(labels))) > _LONGEST_HOST:
        return f"its host has {length} characters, and {_LONGEST_HOST} are the most"
    try:
        # Reading it is what raises the error.
        _ = urlsplit(url).port
    except ValueError:
        return "a port is a number up to 65535"
    return None


RULE: Final = Rule(
    code="LNK001",
    name="empty-link",
    severity="error",
    looks_at=EmailView,
    check=check,
    summary="A link has no address, or one that nobody can have.",
    why="Touching it does nothing, opens the message once more, or ends in an error. Often the variable that should "
    "fill it is empty. A part of a host between two dots has 1 to 63 characters, and a host 253 at most, which are the "
    "255 octets of RFC 1035, section 2.3.4; a port is a number of 16 bits. `mailto:` needs somebody to write to, and "
    "`tel:` and `sms:` a number; `mailto:?subject=…`, which lets people choose whom they share something with, is none "
    "of these. An `mj-button` without `href` is a warning.",
    cure="Give it an address, or take the link away where there is none.",
    bad=Example(body='<mj-text><a href="">{{ t.body }}</a></mj-text>'),
    good=Example(body='<mj-text><a href="https://acme.example/notes">{{ t.body }}</a></mj-text>'),
)
