"""LNK003: a link that would run or read something instead of opening a page."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.address import read_address
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.origin import called, origin_of, shorten

# What each does, to go on after “which”.
_UNSAFE: Final[Mapping[str, str]] = {
    "javascript": "runs a script",
    "vbscript": "runs a script",
    "jscript": "runs a script",
    "livescript": "runs a script",
    "mocha": "runs a script",
    "data": "is a document of its own",
    "blob": "is a document of its own",
    "filesystem": "is a document of its own",
    "file": "is a file of the reader's computer",
    "about": "is a page of the browser",
    "chrome": "is a page of the browser",
    "view-source": "is a page of the browser",
    "ms-msdt": "starts a program of Windows",
    "search-ms": "starts a program of Windows",
}


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Finds addresses whose scheme no mail program follows for good reason."""
    for link in view.links:
        scheme = read_address(link.url).scheme
        if does := _UNSAFE.get(scheme):
            origin = origin_of(view, link, link.url.split(":")[0] + ":")
            yield Fault(f"{called(link)} leads to “{shorten(link.url)}”, which {does}.", origin.at, origin.key)


RULE: Final = Rule(
    code="LNK003",
    name="unsafe-scheme",
    severity="error",
    looks_at=EmailView,
    check=check,
    summary="A link has a scheme such as `javascript:`, `data:` or `file:`.",
    why="It opens no page: it would run a script, show a document that no site stands for, or read the reader's own "
    "computer. Mail programs take such links out, filters count them against the sender, and `notify` writes "
    "`#unsafe-link` in their place, so that the link is dead.",
    cure="Link to a page with `https:`; `mailto:`, `tel:` and `sms:` are fine too.",
    bad=Example(body='<mj-button href="javascript:history.back()">{{ t.button }}</mj-button>'),
    good=Example(body='<mj-button href="https://acme.example/javascript:history">{{ t.button }}</mj-button>'),
)
