import json
from dataclasses import asdict

from notify.delivery.transport import Outcome, Outgoing

from .messages import make_composed, make_email, make_sms


def test_a_receipt_is_the_machine_format() -> None:
    outgoing = Outgoing(number=1, message=make_email(), recipient="ana@example.com", composed=make_composed())
    receipt = asdict(outgoing.receipt("staging", Outcome.REFUSED, reply="550 No such user"))
    expected = {
        "notification": "welcome",
        "channel": "email",
        "locale": "fr",
        "sample": "default",
        "recipient": "ana@example.com",
        "relay": "staging",
        "outcome": "refused",
        "reply": "550 No such user",
        "path": None,
        "message_id": "<k3f9-1@nimbus.example>",
    }
    # In this order, too.
    assert json.dumps(receipt) == json.dumps(expected)


def test_only_an_email_has_a_message_id() -> None:
    outgoing = Outgoing(number=1, message=make_sms(), recipient="+33612345678")
    assert outgoing.receipt("outbox", Outcome.WRITTEN).message_id is None
