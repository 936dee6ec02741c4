"""Where messages are sent to. `${NAME}` stays text here: it is read from the environment when it is used."""

import re
from datetime import timedelta
from typing import Annotated, Any, ClassVar, Final, Literal, Self

from pydantic import AfterValidator, Field, PlainValidator, model_validator

from notify.catalogue.address import ascii_domain
from notify.catalogue.model.declaration import is_url
from notify.catalogue.model.fields import (
    Count,
    Domain,
    Duration,
    Flag,
    Line,
    RateLimit,
    Refusal,
    is_host,
    listed,
    shown,
    split_address,
    told,
)
from notify.catalogue.model.part import Part
from notify.errors import DeliveryError, nearest

Security = Literal["starttls", "tls", "none"]

_VARIABLE: Final = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*\}")
_WILD: Final = re.compile(r"[*?\[\]]")
# RFC 6409 (3.1) for submission, RFC 8314 (7.3) for TLS from the start, RFC 5321 (4.5.4.2) for plain SMTP.
_PORTS: Final = {"starttls": 587, "tls": 465, "none": 25}


class LiteralSecret(Refusal):
    """A secret that is written in the catalogue itself: whatever shows the mistake must not show the line."""


def is_variable(text: str) -> bool:
    """Whether a value is `${NAME}` alone, which says nothing of what it stands for."""
    return _VARIABLE.fullmatch(text) is not None


def _check_setting(text: str) -> str:
    if "${" in _VARIABLE.sub("", text):
        raise Refusal(f"{shown(text)} has a `${{` that names no variable.", "Write a variable as `${SMTP_HOST}`.")
    return text


def _check_secret(text: str) -> str:
    if not is_variable(text):
        raise LiteralSecret(
            "A secret is not written in the catalogue.",
            "Write the environment variable that holds it: `${SMTP_PASSWORD}`.",
        )
    return text


def _check_key(text: str) -> str:
    if "PRIVATE KEY" in text or len(text) > 255:
        return _check_secret(text)
    return _check_setting(text)


def _check_host(text: str) -> str:
    host, colon, port = text.rpartition(":")
    if colon and port.isdecimal() and ("${" in host or is_host(host)):
        raise Refusal(f"{shown(text)} is a host and a port.", f"Write `host: {host}` and `port: {port}`.")
    if "${" not in text and not is_host(text):
        raise Refusal(f"{shown(text)} is not a host.", "Write its name alone, such as `smtp.nimbus.example`.")
    return text


def _check_endpoint(text: str) -> str:
    if "${" not in text and not (is_url(text) and text.startswith("http")):
        raise Refusal(
            f"{shown(text)} is not a URL.", "Write where to send to, such as `https://hooks.nimbus.example/notify`."
        )
    return text


def _check_redirect(text: str) -> str:
    if "${" not in text and split_address(text)[1] != text:
        raise Refusal(f"{shown(text)} has a name in it.", "Write the address alone, such as `qa@nimbus.example`.")
    return text


def check_pattern(text: str) -> str:
    """An address or a pattern for addresses, as it is given. Raises Refusal where no address could match it."""
    if text != "*" and not re.fullmatch(r"(\$\{\w+\}|[^@\s<>,;])+@(\$\{\w+\}|[^@\s<>,;])+", text):
        raise Refusal(
            f"{shown(text)} matches no address.", "Write an address or a pattern, such as `*@nimbus.example`."
        )
    for label in text.rpartition("@")[2].split("."):
        _check_label(label, text)
    return text


def _check_label(label: str, pattern: str) -> None:
    """Domains are compared in ASCII, which a label in other letters has only as a whole (IDNA, RFC 5890)."""
    if label.isascii() or "${" in label:
        return
    if _WILD.search(label):
        raise Refusal(
            f"{shown(pattern)} matches no address: `{label}` has letters beyond ASCII, and is compared as a whole.",
            "Write that part of the domain without a star, or a star alone for it.",
        )
    try:
        ascii_domain(label)
    except DeliveryError:
        raise Refusal(
            f"{shown(pattern)} matches no address: no domain can be called `{label}`.",
            "Look for a typing slip after the @.",
        ) from None


def _read_port(value: Any) -> int | str:
    if isinstance(value, str) and _VARIABLE.fullmatch(value):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 65536:
        return value
    raise Refusal(f"{told(value)} is not a port.", "Write a number from 1 to 65535, without quotes.")


Setting = Annotated[Line, AfterValidator(_check_setting)]
Secret = Annotated[Line, AfterValidator(_check_secret)]
Port = Annotated[int | str, PlainValidator(_read_port, json_schema_input_type=int | str)]


class Dkim(Part):
    """How mail is signed (RFC 6376)."""

    noun: ClassVar[str] = "`dkim`"

    domain: Domain = Field(description="The domain that signs.", examples=["nimbus.example"])
    selector: Setting = Field(description="The name of the key in that domain's DNS.", examples=["mail"])
    key: Annotated[str, AfterValidator(_check_key)] = Field(
        description="The private key: a file's path, or `${NAME}` for an environment variable.", examples=["dkim.pem"]
    )


class _Relay(Part):
    allow: tuple[Annotated[Setting, AfterValidator(check_pattern)], ...] = Field(
        default=(), description="Who may be sent to, such as `*@nimbus.example`. Nobody if not said."
    )
    redirect: Annotated[Setting, AfterValidator(_check_redirect)] | None = Field(
        default=None, description="An address that gets everything instead."
    )
    production: Flag = Field(default=False, description="Whether real people are at the other end: sending asks first.")
    timeout: Duration = Field(default=timedelta(seconds=30), description="How long to wait for an answer.")
    rate: RateLimit | None = Field(default=None, description="How fast to send at most, such as `10/s`.")


class SmtpRelay(_Relay):
    """A mail server."""

    noun: ClassVar[str] = "an SMTP relay"

    kind: Literal["smtp"] = Field(description="`smtp` for a mail server.", examples=["smtp"])
    host: Annotated[Setting, AfterValidator(_check_host)] = Field(
        description="The server's name.", examples=["smtp.nimbus.example"]
    )
    security: Security = Field(default="starttls", description="How the connection is encrypted.")
    port: Port = Field(
        default_factory=lambda data: _PORTS[data.get("security", "starttls")],
        description="The server's port: 587 for starttls, 465 for tls and 25 for none if not said.",
    )
    username: Setting | None = Field(default=None, description="The name to log in with.")
    password: Secret | None = Field(default=None, description="`${NAME}`: the environment variable with the password.")
    ca_file: Setting | None = Field(default=None, description="A file of certificates to trust besides the usual ones.")
    connections: Count = Field(default=1, description="How many connections to send over at once.")
    dkim: Dkim | None = Field(default=None, description="How mail is signed.")

    @model_validator(mode="after")
    def _check_login(self) -> Self:
        if (self.username is None) != (self.password is None):
            there, lacking = ("username", "password") if self.password is None else ("password", "username")
            message = f"There is a `{there}` and no `{lacking}`, so that nobody could log in."
            raise Refusal(message, "Give the relay both, or neither.", at=(there,), on_key=True)
        return self


class WebhookRelay(_Relay):
    """A URL that gets each message as a signed payload."""

    noun: ClassVar[str] = "a webhook relay"

    kind: Literal["webhook"] = Field(description="`webhook` for a URL that gets each message.", examples=["webhook"])
    url: Annotated[Setting, AfterValidator(_check_endpoint)] = Field(
        description="Where to send to.", examples=["https://hooks.nimbus.example/notify"]
    )
    secret: Secret | None = Field(
        default=None, description="`${NAME}`: the environment variable with the signing secret."
    )


AnyRelay = SmtpRelay | WebhookRelay
_KINDS: Final[dict[str, type[AnyRelay]]] = {"smtp": SmtpRelay, "webhook": WebhookRelay}


def _read_relay(value: Any) -> AnyRelay:
    if not isinstance(value, dict):
        raise Refusal(
            f"{shown(value)} is not a relay.", "Write a mapping such as `{kind: smtp, host: smtp.nimbus.example}`."
        )
    kind = value.get("kind", "smtp")  # without a kind, a relay is read as what it most often is, and lacks its kind
    if not isinstance(kind, str) or kind not in _KINDS:
        hint = nearest(str(kind), _KINDS) or f"Write {listed(tuple(_KINDS))}."
        raise Refusal(f"`kind` cannot be {shown(kind)}.", hint, at=("kind",))
    return _KINDS[kind].model_validate(value)


Relay = Annotated[AnyRelay, PlainValidator(_read_relay, json_schema_input_type=AnyRelay)]
