"""Where messages go that are handed to a relay: said before they do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from notify.catalogue.load import Workspace
from notify.catalogue.model.relay import SmtpRelay
from notify.delivery.environment import require
from notify.delivery.outbox.journal import RELAY
from notify.delivery.people.guard import Guard
from notify.delivery.run import find_guard, find_relay
from notify.delivery.smtp.server import find_server
from notify.errors import UsageError


@dataclass(frozen=True, slots=True)
class Route:
    """A relay, whom it may send to, and whether real people are at its other end.

    `host` is the server and its port, such as `smtp.acme.example:587`; None where there is none, as for the outbox.
    """

    relay: str
    guard: Guard
    production: bool
    host: str | None

    @property
    def leaves(self) -> bool:
        """Whether messages leave this machine; those in the outbox do not."""
        return self.relay != RELAY

    def check_channels(self, channels: Iterable[str]) -> None:
        """Raises UsageError for a channel whose messages a mail server cannot take."""
        for channel in channels:
            if self.host and channel != "email":
                raise UsageError(
                    f"`{self.relay}` is a mail server, and cannot take messages for `{channel}`.",
                    hint="Leave out `--relay`: the outbox takes every channel.",
                )


def find_route(workspace: Workspace, relay: str, environment: Mapping[str, str]) -> Route:
    """Where a relay leads. Raises UsageError where there is none, DeliveryError for a variable that is not set."""
    if relay == RELAY:
        return Route(relay, find_guard(workspace, relay, environment), production=False, host=None)
    settings, host = find_relay(workspace, relay), None
    require(relay, environment, workspace.document)
    guard = find_guard(workspace, relay, environment)
    if isinstance(settings, SmtpRelay):
        server = find_server(settings, relay, environment, workspace.root)
        host = f"{server.host}:{server.port}"
    return Route(relay, guard, settings.production, host)
