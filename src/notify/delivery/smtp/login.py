"""Logging in to a mail server (RFC 4954), with each way that it offers until one can be used."""

import smtplib
from typing import Any, Final

# The simplest first: connections are encrypted, or do not leave this machine.
_WAYS: Final = ("PLAIN", "LOGIN", "CRAM-MD5")
# RFC 4954, section 6: name and password were looked at and are wrong. Another way would only be one more failure of
# those after which many servers lock the account.
_WRONG: Final = 535


def log_in(smtp: smtplib.SMTP, username: str, password: str) -> None:
    """Logs in, after the server has said what it offers.

    Raises SMTPAuthenticationError with the server's answer, SMTPNotSupportedError where it has no logins, SMTPException
    where it has none that are known here, or says what is none, and UnicodeError for what logins cannot carry.
    """
    if not smtp.has_extn("auth"):
        raise smtplib.SMTPNotSupportedError("The server offers no login")
    offered = smtp.esmtp_features["auth"].upper().split()
    smtp.user, smtp.password = username, password
    known: dict[str, Any] = {"PLAIN": smtp.auth_plain, "LOGIN": smtp.auth_login, "CRAM-MD5": smtp.auth_cram_md5}
    refusal = smtplib.SMTPException(f"The server offers only logins that are not known here: {', '.join(offered)}")
    for way in (way for way in _WAYS if way in offered):
        try:
            smtp.auth(way, known[way])
        except smtplib.SMTPAuthenticationError as error:
            if error.smtp_code == _WRONG or not 500 <= error.smtp_code < 600:
                raise
            refusal = error
        except UnicodeError:
            raise
        except ValueError:  # of a question that is not in base64
            raise smtplib.SMTPException("The server asks for the login in a way that cannot be read") from None
        else:
            return
    raise refusal
