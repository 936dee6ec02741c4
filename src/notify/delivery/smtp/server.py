"""A mail server as the catalogue and the environment describe it, with its secrets kept out of sight."""

import base64
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from notify.catalogue.model.relay import Security, SmtpRelay
from notify.delivery.environment import fill_in
from notify.errors import DeliveryError

_HIDDEN: Final = "********"


@dataclass(frozen=True)
class Server:
    """Where to connect to and how. `timeout` is in seconds, `rate` in messages a second, None for any number."""

    host: str
    port: int
    security: Security
    timeout: float
    connections: int
    rate: float | None
    username: str | None
    password: str | None = field(repr=False)
    ca_file: Path | None

    @property
    def is_local(self) -> bool:
        """Whether it is on this machine, where nobody listens in."""
        try:
            return ip_address(self.host.strip("[]")).is_loopback
        except ValueError:
            return self.host.lower() == "localhost"

    def context(self) -> ssl.SSLContext:
        """How its certificate is verified: always, with the usual authorities and those of `ca_file`.

        Raises DeliveryError where that file holds no certificates.
        """
        context = ssl.create_default_context()
        self.add_authorities(context)
        return context

    def add_authorities(self, context: ssl.SSLContext) -> None:
        """Has a context trust those of `ca_file`, if there is one, too. Raises DeliveryError where that holds none."""
        if self.ca_file is None:
            return
        try:
            context.load_verify_locations(self.ca_file)
        except OSError as error:
            reason = "it holds none" if isinstance(error, ssl.SSLError) else error.strerror
            raise DeliveryError(
                f"The certificates in `{self.ca_file}` cannot be read: {reason}.",
                hint="Name a file of certificates in PEM form in the relay's `ca_file`.",
            ) from None

    def hide(self, text: str) -> str:
        """Text without the password, in any of the forms in which it travels: a server may repeat what it was told."""
        for secret in self._forms():
            text = text.replace(secret, _HIDDEN)
        return text

    def _forms(self) -> list[str]:
        if not self.password:
            return []
        said = [self.password, f"\0{self.username}\0{self.password}"]
        encoded = [base64.b64encode(text.encode(errors="surrogateescape")).decode() for text in said]
        return [*encoded, *(text.rstrip("=") for text in encoded), self.password]


def find_server(relay: SmtpRelay, name: str, environment: Mapping[str, str], workspace: Path) -> Server:
    """A relay of the catalogue with what the environment says of it. Raises DeliveryError for what is not there."""

    def known(value: str) -> str:
        return fill_in(value, environment, name)

    port = known(str(relay.port))
    if not port.isdecimal() or len(port) > 5 or not 0 < int(port) < 65536:
        raise DeliveryError(f"The port of the relay `{name}` is `{port}`.", hint="Set it to a number from 1 to 65535.")
    server = Server(
        host=known(relay.host),
        port=int(port),
        security=relay.security,
        timeout=relay.timeout.total_seconds(),
        connections=relay.connections,
        rate=None if relay.rate is None else relay.rate.count / relay.rate.per.total_seconds(),
        username=None if relay.username is None else known(relay.username),
        password=None if relay.password is None else known(relay.password),
        ca_file=None if relay.ca_file is None else workspace / known(relay.ca_file),
    )
    if server.password and server.security == "none" and not server.is_local:
        raise DeliveryError(
            f"The relay `{name}` would send its password over a connection that anybody can listen to.",
            hint="Give it `security: starttls` or `tls`.",
        )
    # A file that is none is found before anything is begun; reading the usual authorities for that would take 20 ms.
    server.add_authorities(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    return server
