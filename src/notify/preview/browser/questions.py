"""What a page asks, as it comes over the wire: from anybody, and so never more than a page would ask."""

import json
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from notify.preview.browser.live import Asked

# Beyond what somebody writes into a form.
_LARGEST: Final = 1_000_000  # bytes


async def read_json(request: Request) -> Any:
    """The body of a request. Raises HTTPException, with words, for what is too large or no JSON."""
    content = bytearray()
    try:
        async for part in request.stream():
            content += part
            if len(content) > _LARGEST:
                raise HTTPException(413, "This is more than a page asks for.")
        body = json.loads(content)
        # Half of a pair of surrogates is JSON, and no text that could be written anywhere.
        json.dumps(body, ensure_ascii=False).encode()
    except ClientDisconnect:
        raise HTTPException(400, "This is not all of it.") from None
    except (ValueError, RecursionError):
        raise HTTPException(400, "This is not JSON.") from None
    return body


def read_query(request: Request, *names: str) -> list[str]:
    """Parts of the query of a request, by their names; empty where there are none."""
    return [request.query_params.get(name, "") for name in names]


def read_asked(body: Any) -> Asked:
    """Which message a body asks for. Raises HTTPException where it does not say."""
    try:
        values = body.get("assignments", {})
        return Asked(
            _text(body["notification"]),
            _text(body["channel"]),
            _text(body["locale"]),
            _text(body["sample"]),
            tuple((_text(name), _text(value)) for name, value in values.items()),
        )
    except (KeyError, AttributeError, TypeError):
        raise HTTPException(400, "A message is asked for by its notification, channel, locale and sample.") from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
