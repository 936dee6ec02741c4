"""How fast messages go to a mail server, next to smtplib alone: exits 1 where a limit is not held.

    python benchmarks/sending.py [--messages 400] [--rounds 5]

The same ready-made messages to the same server on this machine: by smtplib's `sendmail` one after the other, and by a
relay with one connection and with four, journal and all. They are measured in turn, and compared round by round.
"""

import argparse
import smtplib
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from notify.delivery.compose.mime import compose, make_message_id
from notify.delivery.outbox.folder import RunFolder, write_all
from notify.delivery.outbox.journal import make_run_id
from notify.delivery.smtp.relay import SmtpRelay
from notify.delivery.smtp.server import Server
from notify.delivery.transport import Outgoing
from notify.render.message import Email

sys.path.insert(0, str(Path(__file__).parents[1]))

# Of smtplib's rate: at least 0.9 with one connection, and 1.5 times that with four.
LIMITS: Final = {1: 0.9, 4: 1.35}
_FROM: Final = "Nimbus <hello@nimbus.example>"
# As mail servers do, it takes several commands at once (RFC 2920), and has a process for each of a few connections.
_PROCESSES: Final = 4
_SERVER: Final = """
import asyncio, socket, sys
from aiosmtpd.smtp import SMTP

class Taking:
    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        return [responses[0], "250-PIPELINING", *responses[1:]]

    async def handle_DATA(self, server, session, envelope):
        return "250 2.0.0 OK"

async def serve():
    listening = socket.socket(fileno=int(sys.argv[1]))
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Taking()), sock=listening, backlog=1)
    await server.serve_forever()

asyncio.run(serve())
"""


def main() -> int:
    """Prints the rates and ratios, and which limits are not held."""
    options = _read_options()
    started = time.perf_counter()
    outgoings = write_messages(options.messages)
    composed = options.messages / (time.perf_counter() - started)
    with serving() as port:
        rounds = [measure(port, outgoings) for _ in range(options.rounds)]
    rates = {kind: options.messages / statistics.median(times[kind] for times in rounds) for kind in rounds[0]}
    ratios = {kind: statistics.median(times[0] / times[kind] for times in rounds) for kind in LIMITS}
    print(f"composed              {composed:6.0f} messages/s")
    print(f"smtplib               {rates[0]:6.0f} messages/s")
    for connections, limit in LIMITS.items():
        share = f"{ratios[connections]:.2f} x smtplib (limit {limit:g})"
        name = f"relay, {connections} connection{'s' if connections > 1 else ''}"
        print(f"{name:21} {rates[connections]:6.0f} messages/s  {share}")
    broken = [connections for connections, limit in LIMITS.items() if ratios[connections] < limit]
    for connections in broken:
        print(f"not held: with {connections}", file=sys.stderr)
    return int(bool(broken))


@contextmanager
def serving() -> Iterator[int]:
    """A server on this machine, and its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening, ExitStack() as ending:
        command = [sys.executable, "-c", _SERVER, str(listening.fileno())]
        for _ in range(_PROCESSES):
            process = ending.enter_context(subprocess.Popen(command, pass_fds=[listening.fileno()]))
            ending.callback(process.kill)
        yield int(listening.getsockname()[1])


def measure(port: int, outgoings: list[Outgoing]) -> dict[int, float]:
    """Seconds of one round by the number of connections; 0 stands for smtplib alone."""
    return {0: send_plainly(port, outgoings)} | {kind: send(port, outgoings, kind) for kind in LIMITS}


def write_messages(count: int) -> list[Outgoing]:
    """As many messages, of some 17 kB each, to as many people."""
    from tests.delivery.messages import make_email

    email: Email = make_email(html="<p>" + "Hello there, how are you doing today? " * 400 + "</p>\n")
    now = datetime(2026, 3, 1, 9, tzinfo=UTC)
    return [
        Outgoing(
            number=number,
            message=email,
            recipient=to,
            composed=compose(
                email, to=to, date=now, message_id=make_message_id(f"b-{number}", _FROM), boundary=f"b-{number}"
            ),
        )
        for number, to in ((number, f"person-{number}@nimbus.example") for number in range(1, count + 1))
    ]


def send_plainly(port: int, outgoings: list[Outgoing]) -> float:
    """Seconds that smtplib takes for them."""
    started = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost") as client:
        for outgoing in outgoings:
            if composed := outgoing.composed:
                client.sendmail(composed.sender, [composed.recipient], composed.content)
    return time.perf_counter() - started


def send(port: int, outgoings: list[Outgoing], connections: int) -> float:
    """Seconds that a relay takes for them, from the first of them to the end of the last."""
    server = Server("127.0.0.1", port, "none", 30, connections, None, None, None, None)
    with tempfile.TemporaryDirectory(prefix="notify-benchmarks-") as name:
        folder = RunFolder(Path(name), make_run_id(datetime.now(UTC), "bench"))
        journal = folder.create()
        journal.queue(write_all(folder, outgoings), "bench")
        started = time.perf_counter()
        relay = SmtpRelay("bench", server, journal)
        ends = Counter(receipt.outcome for _, receipt in relay.hand_over_all(outgoings))
        taken = time.perf_counter() - started
        journal.close()
    if ends != {"sent": len(outgoings)}:
        raise RuntimeError(f"not all of them were sent: {dict(ends)}")
    return taken


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
