"""LNK001: a link that leads nowhere."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EmailView


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Finds links without an address."""
    for link in view.links:
        if not link.url:
            yield Fault(f"The link “{link.words}” has no address.", link.at, f"link:{link.words}")


RULE: Final = Rule(
    code="LNK001",
    name="empty-link",
    severity="error",
    looks_at=EmailView,
    check=check,
    summary="A link has no address.",
    why="Touching it does nothing, or opens the message once more. Often the variable that should fill it is empty.",
    cure="Give it an address, or take the link away where there is none.",
    bad=Example(body='<mj-text><a href="">{{ t.body }}</a></mj-text>'),
    good=Example(body='<mj-text><a href="https://acme.example/notes">{{ t.body }}</a></mj-text>'),
)
