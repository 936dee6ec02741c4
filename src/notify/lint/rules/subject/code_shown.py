"""SUB011: a one-time code where a lock screen shows it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.copy import prints_of, texts_at
from notify.lint.views.message.message import EnvelopeView

_CATEGORIES: Final = frozenset({"access", "security"})
# The last word of the name of a variable that lets somebody in.
_NAMES: Final = frozenset({"code", "otp", "totp", "pin", "passcode", "passphrase", "password", "token", "secret"})
# Words in the names of others that look like it: postcodes, years, the end of a card's number, coupons.
_HARMLESS: Final = frozenset(
    "amount area build card country coupon currency date discount error four gift id invoice language last4 locale "
    "number order phone port postal postcode price promo referral status ticket time total version voucher year "
    "zip".split()
)
_DIGITS: Final = re.compile(r"\d{4,8}|\d{2,4}[ \u00a0-]\d{2,4}")
_TOKEN: Final = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{16,}")


def check(view: EnvelopeView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks at each value that the copy prints there: what it is called, and what it looks like."""
    if view.notification.category not in _CATEGORIES:
        return
    for key, line in (("subject", view.subject), ("preheader", view.preheader)):
        prints = " | ".join(printed for text in texts_at(view.copy, key) for printed in prints_of(text))
        for path, value in _values("", {"user": view.draft.data.user, **view.draft.data.variables}):
            named = re.search(rf"(?<![\w.\"']){re.escape(path)}(?!\w)", prints)
            if named and _bare(value) and _bare(value) in _bare(line) and _lets_in(path, value):
                message = f"The {key} shows `{path}` to whoever sees the lock screen: “{line}”."
                yield Fault(message, view.at(key), f"{key}:{path}", value=value)


def _values(path: str, data: object) -> Iterator[tuple[str, str]]:
    """Every text and number, with the path that copy prints it by."""
    if isinstance(data, Mapping):
        for name, part in data.items():
            yield from _values(f"{path}.{name}" if path else str(name), part)
    elif isinstance(data, str | int) and not isinstance(data, bool):
        yield path, str(data)


def _lets_in(path: str, value: str) -> bool:
    words = re.findall(r"[a-z]+\d*|\d+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", path.rpartition(".")[2]).lower())
    if _HARMLESS.intersection(words):
        return False
    return (
        (words[-1:] != [] and words[-1] in _NAMES)
        or bool(_DIGITS.fullmatch(value.strip()))
        or bool(_TOKEN.search(value))
    )


def _bare(text: str) -> str:
    """A text by which a code is known however it is set apart."""
    return re.sub(r"[\s-]", "", text).casefold()


RULE: Final = Rule(
    code="SUB011",
    name="code-in-subject",
    severity="warning",
    looks_at=EnvelopeView,
    check=check,
    summary="A one-time code, password or token is printed in the subject or preheader of a message about access.",
    why="Phones and computers show both on the lock screen and in banners, to whoever sits near; the code is worth "
    "what the account is. NIST SP 800-63B (section 5.1.3.1, and 3.1.3.1 of its fourth revision) wants a locked device "
    "to say that such a secret has come, and not to display it; e-mail it admits for recovery and for confirming an "
    "address, not for logging in. Others print it there for comfort, since it saves opening the message: who prefers "
    "that ignores this rule, with that reason.",
    cure="Say in the subject that the code is inside, and print it in the body.",
    bad=Example(
        copy={"subject": "{{ code }} is your code"},
        locales={"fr": {"subject": "Votre code"}},
        note={"category": "access", "variables": {"code": {"type": "string", "default": "482 915"}}},
    ),
    good=Example(
        copy={"subject": "Your code, good for {{ minutes }} minutes"},
        note={"category": "access", "variables": {"minutes": {"type": "integer", "default": 10}}},
    ),
)
