"""What to do about a conversation with a mail server that broke off."""

import smtplib
import ssl
from typing import Final

from notify.delivery.smtp.certificate import explain, look_at
from notify.delivery.smtp.server import Server
from notify.delivery.smtp.trouble import Trouble

_MUTE: Final = (
    "A port that is encrypted from the beginning says nothing before that: if this is one (usually 465), set "
    "`security: tls`."
)
_PORTS: Final = "Look at `port`: 587 is usual for `security: starttls`, 465 for `tls` and 25 for `none`."
_FROM_THE_BEGINNING: Final = "If the server is encrypted from the beginning (usually at port 465), set `security: tls`."
_OLD_TLS: Final = frozenset({"UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "NO_PROTOCOLS_AVAILABLE"})


def advise(trouble: Trouble, server: Server) -> tuple[str, str | None]:
    """What was found, in whole sentences, and a cure where one is known. May connect again to look at a certificate."""
    error, reply = trouble.error, trouble.reply
    if isinstance(error, ssl.SSLCertVerificationError):
        seen = look_at(server)
        said = (
            f" It is for {', '.join(seen.names)}, issued by {seen.issuer}, until {seen.ends:%Y-%m-%d}." if seen else ""
        )
        return trouble.why + said, explain(error, seen, server)
    return trouble.why, _cure(trouble, server) or (reply.meaning if reply else None)


def _cure(trouble: Trouble, server: Server) -> str | None:
    match trouble.phase:
        case "connect":
            return _cure_of_connecting(trouble.error)
        case "greeting" | "capabilities":
            return _cure_of_greeting(trouble)
        case "tls" if server.is_local and not trouble.error and not trouble.reply:
            return f"{_FROM_THE_BEGINNING} On this machine, where nobody listens in, set `security: none`."
        case "tls":
            return None if trouble.reply else _cure_of_encrypting(trouble.error)
        case "login":
            return _cure_of_login(trouble)
        case _:
            return None


def _cure_of_connecting(error: Exception | None) -> str:
    if isinstance(error, ConnectionRefusedError):
        return f"Nothing listens there. {_PORTS}"
    if isinstance(error, TimeoutError):
        return f"A firewall may be in between; many networks let nobody out to port 25. {_PORTS}"
    return "Look at `host`, and at the network that this machine is in."


def _cure_of_greeting(trouble: Trouble) -> str | None:
    if isinstance(trouble.error, TimeoutError | smtplib.SMTPServerDisconnected | ConnectionError):
        return f"{_MUTE} Otherwise the server may not want connections from this machine."
    if trouble.reply and trouble.reply.code < 200:
        return f"This is no mail server. {_PORTS}"
    return None


def _cure_of_encrypting(error: Exception | None) -> str | None:
    if isinstance(error, ssl.SSLError):
        if error.reason in _OLD_TLS:
            return "The server knows only versions of TLS that are broken. It has to be renewed."
        return "If the server begins in the open, set `security: starttls`, with the port for that (usually 587)."
    if error is None:
        return _FROM_THE_BEGINNING
    if isinstance(error, TimeoutError | smtplib.SMTPServerDisconnected | ConnectionError):
        return _PORTS
    return None


def _cure_of_login(trouble: Trouble) -> str | None:
    if isinstance(trouble.error, smtplib.SMTPNotSupportedError):
        return "Leave `username` and `password` out, or take the port at which the server offers a login (usually 587)."
    if isinstance(trouble.error, smtplib.SMTPException) and not isinstance(
        trouble.error, smtplib.SMTPServerDisconnected
    ):
        return "Have the server offer PLAIN or LOGIN; some providers do once there is a password for applications."
    if trouble.reply and not trouble.reply.passing:
        return (
            "Look at the variables of `username` and `password`. Many providers want a password that is made for "
            "applications, and not the one of the account."
        )
    return None
