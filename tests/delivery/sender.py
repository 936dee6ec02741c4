"""A program that sends a run of messages, or goes on with one, and can be killed at it.

python -m tests.delivery.sender new WORKSPACE RUN MESSAGES
python -m tests.delivery.sender resume WORKSPACE RUN
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from notify.catalogue.load import load_workspace
from notify.delivery.compose.mime import make_message_id
from notify.delivery.outbox.journal import read_run
from notify.delivery.run import hand_over, resume
from notify.delivery.smtp.pace import Retries
from notify.delivery.transport import Outgoing
from tests.delivery.messages import SENDER, make_composed, make_email

RELAY = "local"
# What is tested is what happens when a sender dies, and not how long it waits.
AT_ONCE = Retries(attempts=3, first=0.001)


def main(what: str, folder: str, run: str, count: str = "0") -> None:
    """Hands over, to the relay `local` of the workspace."""
    workspace = load_workspace(Path(folder))
    if what == "new":
        ended = hand_over(workspace, RELAY, run, write_messages(int(count)), {}, AT_ONCE)
    else:
        ended = resume(workspace, read_run(workspace.root, run), {}, retries=AT_ONCE)
    for _ in ended:
        pass


def write_messages(count: int) -> list[Outgoing]:
    """Messages to as many people, some kilobytes each."""
    email, now = make_email(html="<p>Hello there</p>\n" * 200), datetime(2026, 3, 1, 9, tzinfo=UTC)
    recipients = [f"person-{number}@acme.example" for number in range(1, count + 1)]
    return [
        Outgoing(
            number=number,
            message=email,
            recipient=to,
            composed=make_composed(
                email, to=to, date=now, message_id=make_message_id(f"k-{number}", SENDER), boundary=f"k-{number}"
            ),
        )
        for number, to in enumerate(recipients, start=1)
    ]


if __name__ == "__main__":
    main(*sys.argv[1:])
