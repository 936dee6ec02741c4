"""The headers of an e-mail that follow from the catalogue, as readable text."""

import re
from urllib.parse import quote

from notify.catalogue.model.catalogue import Catalogue
from notify.catalogue.model.fields import split_address
from notify.catalogue.model.notification import Notification


def write_headers(
    catalogue: Catalogue,
    notification: Notification,
    *,
    subject: str,
    reply_to: str | None,
    locale: str,
    sample: str,
    unsubscribe_url: str | None,
) -> dict[str, str]:
    """The headers in the order in which they are sent; `unsubscribe_url` is None where there is none to offer.

    List-Unsubscribe and -Post are RFC 2369 and RFC 8058, List-ID RFC 2919, Auto-Submitted RFC 3834. Feedback-ID is what
    Gmail's Postmaster Tools group by: up to three parts of our choice and then the sender.
    """
    sender = notification.from_ or catalogue.defaults.from_
    domain = split_address(sender)[1].rpartition("@")[2]
    topic = catalogue.topics[notification.topic]
    headers = {"From": sender}
    if reply_to:
        headers["Reply-To"] = reply_to
    headers["Subject"] = subject
    headers["Content-Language"] = locale
    headers["Auto-Submitted"] = "auto-generated"
    if unsubscribe_url and notification.unsubscribe != "none":
        headers["List-Unsubscribe"] = f"<{unsubscribe_url}>"
        if notification.unsubscribe == "one_click":
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    label = re.sub(r'[<>"\\]', "", topic.label)
    headers["List-ID"] = f"{label} <{notification.topic.replace('_', '-')}.{domain}>"
    headers["Feedback-ID"] = (
        f"{notification.id}:{notification.topic}:{notification.class_}:{_sender_id(catalogue.product.name)}"
    )
    headers["X-Notify-Notification"] = notification.id
    headers["X-Notify-Locale"] = locale
    headers["X-Notify-Sample"] = sample
    return headers


def join_url(pieces: str) -> str:
    """A URL from text in which every printed value stands between U+E000 and U+E001.

    A value at the start may bring a scheme and host; anywhere else it is one word of the URL and is percent-encoded.
    """

    def encode(found: re.Match[str]) -> str:
        return quote(found[1], safe=":/?#[]@!$&'()*+,;=%~" if found.start() == 0 else "~")

    return quote(re.sub("\ue000([^\ue001]*)\ue001", encode, pieces), safe=":/?#[]@!$&'()*+,;=%~")


def _sender_id(name: str) -> str:
    # Gmail wants 5 to 15 characters: support.google.com/a/answer/6254652
    return re.sub(r"[^a-z0-9]+", "", name.lower())[:15].ljust(5, "0")
