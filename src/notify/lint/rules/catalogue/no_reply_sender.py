"""CAT011: mail that people cannot answer."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.catalogue.catalogue import CatalogueView
from notify.lint.views.catalogue.sender import senders

# What such mailboxes are called in English, French, German, Spanish, Portuguese, Italian and Polish.
_NAMES: Final = (
    ("no", "reply"),
    ("do", "not", "reply"),
    ("dont", "reply"),
    ("ne", "pas", "r[eé]pondre"),
    ("nicht", "antworten"),
    ("keine", "antwort"),
    ("no", "responder"),
    ("no", "contestar"),
    ("n[aã]o", "responda"),
    ("non", "rispondere"),
    ("nie", "odpowiadaj"),
)
_NO_REPLY: Final = re.compile(
    rf"(?<![a-z])(?:{'|'.join('[-_. ]?'.join(words) for words in _NAMES)})(?![a-z])", re.IGNORECASE
)


def check(view: CatalogueView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks at what mail is from and answers go to: the name, the mailbox and the host."""
    for sender in senders(view):
        if found := _NO_REPLY.search(sender.written):
            whose = f"The mail of `{sender.notification}`" if sender.notification else "Mail"
            yield Fault(
                f"{whose} is from `{sender.written}`, and `{found[0]}` tells people that nobody reads their answer.",
                view.at(*sender.path),
                "from",
                notification=sender.notification,
            )
    mailed = [each for each in view.catalogue.notifications.values() if "email" in each.channels]
    usual = view.catalogue.defaults.reply_to if any(not each.reply_to for each in mailed) else None
    replies = [(None, usual), *((each.id, each.reply_to) for each in mailed)]
    for own, reply_to in replies:
        if reply_to and reply_to != "none" and (found := _NO_REPLY.search(re.sub(r"\{\{.*?\}\}", "", reply_to))):
            path = ("notifications", own, "reply_to") if own else ("defaults", "reply_to")
            yield Fault(
                f"Answers to {f'`{own}`' if own else 'mail'} go to `{reply_to}`, and `{found[0]}` tells people that "
                "nobody reads them.",
                view.at(*path),
                "reply_to",
                notification=own,
            )


RULE: Final = Rule(
    code="CAT011",
    name="no-reply-sender",
    severity="warning",
    looks_at=CatalogueView,
    check=check,
    summary="Mail is from an address that nobody reads.",
    why="Mail is the channel that people can answer, and some do: with a question that would otherwise be a lost "
    "customer or a report of spam. Promotional mail needs a valid address by law where Directive 2002/58/EC holds "
    "(article 13, paragraph 4): one to which people may write that it should cease.",
    cure="Write in `from` and `reply_to` an address at which somebody reads what people answer.",
    bad=Example(note={"from": "Acme <no-reply@acme.example>"}),
    good=Example(note={"from": "Acme <replies@acme.example>"}),
)
