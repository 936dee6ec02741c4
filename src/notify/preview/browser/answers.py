"""What a page is answered: JSON, also where there is nothing to answer."""

import json
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

# In the words of people, where Starlette only says the status.
_WORDS: Final = {404: "There is nothing at this address.", 405: "This address is not asked in that way."}


class Answer(JSONResponse):
    """JSON of whatever stands in a workspace, even if it is no character."""

    def render(self, content: Any) -> bytes:
        """The bytes of the answer."""
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", errors="replace")


async def refuse(_request: Request, error: Exception) -> Response:
    """What somebody hears who asked for what is not there, or in a wrong way: `error`, in words."""
    assert isinstance(error, HTTPException)  # noqa: S101 # or it would not be asked
    usual = error.detail in {"Not Found", "Method Not Allowed"}
    return Answer({"error": _WORDS[error.status_code] if usual else error.detail}, error.status_code, error.headers)


async def confess(_request: Request, error: Exception) -> Response:
    """What somebody hears where this program fails: `error`, in words."""
    return Answer({"error": describe_failure(error)}, 500)


def describe_failure(error: Exception) -> str:
    """A fault of this program, in words. Where it failed is printed in the terminal."""
    return (
        f"notify itself failed ({type(error).__name__}: {error}). This is a bug: please report what the terminal says."
    )
