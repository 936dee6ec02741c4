"""LNK015: a link with something in its query that nobody else should read."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.address import Address, read_address
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.origin import called, origin_of

# Names as they are compared: in small letters, with nothing between their words.
_PASSWORDS: Final = frozenset("password passwd passwort passphrase pwd newpassword userpassword temppassword".split())
_SECRETS: Final = frozenset(
    """
    accesskey accesstoken apikey apisecret apitoken authtoken bearer bearertoken clientsecret idtoken jwt privatekey
    refreshtoken secret secretkey sessionid sessiontoken jsessionid phpsessid
    """.split()
)
# A token that is for one thing and once is what such mail is sent for.
_TOKENS: Final = frozenset(
    "token otp onetimecode onetimepassword logintoken magictoken resettoken verificationtoken".split()
)
_FOR_TOKENS: Final = frozenset({"access", "activation", "invitation", "security"})
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_LEAVING: Final = re.compile(r"unsub|opt-?out|d[eé]sab|desinscri|abmeld|preferences|list-manage", re.IGNORECASE)


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Judges each parameter by its name and the look of its value."""
    leaving = {view.data.get("unsubscribe_url"), view.data.get("preferences_url")}
    allowed = {_flat(str(name)) for name in options["allow"]}
    for link in (*view.links, *view.text_links):
        address = read_address(link.url)
        if not address.on_web:
            continue
        if ":" in address.user:
            at = origin_of(view, link, address.host)
            yield Fault(f"{called(link)} has a password before the host {address.host}.", at.at, "user")
        for name, value in address.query:
            what = None if _flat(name) in allowed else _what(view, name, value)
            if what and not (link.url in leaving or _is_to_leave(address)):
                origin = origin_of(view, link, f"{name}=")
                yield Fault(f"{called(link)} has {what} in its query, as `{name}`.", origin.at, f"query:{name}")


def _what(view: EmailView, name: str, value: str) -> str | None:
    flat = _flat(name)
    if not value:
        return None
    if _EMAIL.fullmatch(value.strip()):
        return "an e-mail address"
    if flat in _PASSWORDS:
        return "a password"
    if flat in _SECRETS:
        return "a secret"
    if flat in _TOKENS and view.notification.category not in _FOR_TOKENS:
        return "a token"
    return None


def _flat(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _is_to_leave(address: Address) -> bool:
    return _LEAVING.search(address.path) is not None


RULE: Final = Rule(
    code="LNK015",
    name="secret-in-link",
    severity="warning",
    looks_at=EmailView,
    check=check,
    options={"allow": []},
    summary="The query of a link has an e-mail address, a password, a secret or a token in it.",
    why="Addresses are kept in histories, in the logs of servers and proxies and in statistics, and handed on to other "
    "sites as the referrer: RFC 9110, section 17.9, CWE-598, and for tokens RFC 6750, section 5.3. Google Analytics "
    "forbids e-mail addresses in what it is sent. What mail for access, activation, invitation or security is for, a "
    "token that works once, is none of this, and neither is what a link to unsubscribe needs. `allow` are names of "
    "parameters that are fine.",
    cure="Put an id into the link that only the server can make something of, or let people sign in on the page.",
    bad=Example(body='<mj-button href="https://acme.example/notes?email={{ user.email }}">{{ t.button }}</mj-button>'),
    good=Example(body='<mj-button href="https://acme.example/notes?user={{ user.id }}">{{ t.button }}</mj-button>'),
)
