"""Exim, a mail server of the world, on loopback and for one test: encryption, login, and a mailbox to look into.

It is lighter than the others: Debian's `exim4-daemon-light` is 2 MB, has its logins in its own settings and needs no
second daemon for them, and runs as anybody. It works here as under inetd: a listener of the test accepts, and Exim
talks, one process for each connection. So no port is guessed, nobody waits for a daemon to be ready, and none is left.

The settings, the queue and the mailbox are in a folder of its own; those of the machine are neither read nor written.
"""

import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from string import Template
from types import TracebackType
from typing import Final, Self

from tests.servers.certificates import GOOD
from tests.servers.listener import HOST, Listener

MISSING = "no Exim: install Debian's package `exim4-daemon-light`"

# Programs of administrators are often not where users look.
_PATH: Final = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
_LOGINS: Final = {"ana@acme.example": "correct horse battery staple"}
_SETTINGS: Final = Template("""\
primary_hostname = mail.acme.example
spool_directory = $folder/queue
log_file_path = $folder/log/%s
exim_user = $user
exim_group = $group
# It runs as one user from beginning to end: who may deliver to no other needs no rights.
deliver_drop_privilege
keep_environment =
check_spool_space = 0
# What is taken waits in the queue until the test looks into the mailbox.
queue_only
queue_run_in_order

tls_certificate = $folder/certificate.pem
tls_advertise_hosts = *
auth_advertise_hosts = $${if def:tls_in_cipher{*}{}}
smtputf8_advertise_hosts = *
message_size_limit = $size
acl_smtp_mail = sender
acl_smtp_rcpt = recipient
acl_smtp_data = accept

begin acl
sender:
  deny !authenticated = *
       message = 5.7.0 Log in first
  accept
recipient:
  deny local_parts = nobody
       message = 5.1.1 No such user
  accept

begin routers
everybody:
  driver = accept
  transport = mailbox

begin transports
mailbox:
  driver = appendfile
  maildir_format
  directory = $folder/mailbox
  return_path_add
  envelope_to_add
  user = $user
  group = $group

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_condition = $${if eq{$$auth3}{$${lookup{$$auth2}lsearch{$folder/logins}{$$value}fail}}}
  server_set_id = $$auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username: : Password:
  server_condition = $${if eq{$$auth2}{$${lookup{$$auth1}lsearch{$folder/logins}{$$value}fail}}}
  server_set_id = $$auth1
""")

# What Exim writes before the message as it came: two lines, and its own `Received` last, folded by tabs.
_ADDED: Final = re.compile(
    rb"Return-path: <(?P<sender>.*)>\nEnvelope-to: (?P<recipient>.*)\n(?P<received>Received: .*\n(?:\t.*\n)*)"
)


def find_exim() -> str | None:
    """The program, if it is installed."""
    return shutil.which("exim4", path=_PATH) or shutil.which("exim", path=_PATH)


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message in the mailbox: its envelope, its bytes as they were handed over, and how Exim says it came."""

    sender: str
    recipient: str
    content: bytes
    received: str


class Exim:
    """The server, running from `with` to its end, on `host`: `port` has STARTTLS, `tls_port` is encrypted at once.

    Only who has logged in sends, and only who is encrypted logs in (PLAIN or LOGIN). `logins` are passwords by names;
    `username` and `password` are the first of them. It takes mail for everybody but `nobody`, at any domain, of up to
    `size` bytes.
    """

    host: Final = HOST

    def __init__(
        self,
        program: str,
        *,
        logins: Mapping[str, str] = _LOGINS,
        certificate: Path = GOOD,
        size: int = 10_000_000,
    ) -> None:
        self.username, self.password = next(iter(logins.items()))
        self._folder = Path(tempfile.mkdtemp(prefix="exim-"))
        self.program = program
        self._command = (program, "-C", str(self._folder / "settings"))
        # Exim delivers nothing as root. Not in the folder of the test, which only root may enter then.
        self._account = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        self._write(logins, certificate, size)
        self._talks: list[subprocess.Popen[bytes]] = []
        self._listeners = [Listener(self._talk), Listener(partial(self._talk, options=["-tls-on-connect"]))]
        self.port, self.tls_port = (listener.port for listener in self._listeners)

    def __enter__(self) -> Self:
        for listener in self._listeners:
            listener.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for listener in self._listeners:
            listener.stop()
        for talk in self._talks:
            talk.terminate()
        for talk in self._talks:
            talk.wait()
        shutil.rmtree(self._folder)

    def mailbox(self) -> list[Delivered]:
        """Every message that was taken until now, by recipient; one for each recipient of a message."""
        self._run("-qff").wait()
        files = [path.read_bytes() for path in (self._folder / "mailbox" / "new").glob("*")]
        return sorted(map(_read, files), key=lambda message: (message.recipient, message.content))

    @property
    def log(self) -> str:
        """What Exim writes of its work, for a test that wonders."""
        return "".join(path.read_text("utf-8") for path in sorted((self._folder / "log").iterdir()))

    def _write(self, logins: Mapping[str, str], certificate: Path, size: int) -> None:
        for name in ("queue", "log", "mailbox"):
            (self._folder / name).mkdir()
        shutil.copyfile(certificate, self._folder / "certificate.pem")
        settings = _SETTINGS.substitute(
            folder=self._folder,
            user=self._account.pw_uid,
            group=self._account.pw_gid,
            size=size,
        )
        lines = "".join(f'"{name}": {password}\n' for name, password in logins.items())
        (self._folder / "logins").write_text(lines, "utf-8")
        (self._folder / "settings").write_text(settings, "utf-8")
        if os.geteuid() == 0:
            for path in (self._folder, *self._folder.iterdir()):
                os.chown(path, self._account.pw_uid, self._account.pw_gid)

    def _talk(self, connection: socket.socket, options: Sequence[str] = ()) -> None:
        with connection:
            self._talks.append(self._run("-bs", *options, connection=connection))

    def _run(self, *options: str, connection: socket.socket | None = None) -> subprocess.Popen[bytes]:
        root = os.geteuid() == 0
        stream = connection.fileno() if connection else subprocess.DEVNULL
        with (self._folder / "log" / "errors").open("ab") as errors:
            return subprocess.Popen(
                (*self._command, *options),
                stdin=stream,
                stdout=stream,
                stderr=errors,
                cwd="/",
                env={},
                user=self._account.pw_uid if root else None,
                group=self._account.pw_gid if root else None,
                extra_groups=[] if root else None,
            )


def _read(file: bytes) -> Delivered:
    found = _ADDED.match(file)
    assert found, file[:300]
    return Delivered(
        sender=found["sender"].decode(),
        recipient=found["recipient"].decode(),
        content=file[found.end() :].replace(b"\n", b"\r\n"),
        received=" ".join(found["received"].decode().split()),
    )
