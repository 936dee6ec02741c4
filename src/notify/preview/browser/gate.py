"""Who gets in, and what a page may do: every web site that somebody opens can reach a server on their machine."""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOKEN_HEADER: Final = "x-notify-token"  # noqa: S105 # where it stands

# The page itself: its own files and nothing else, and no script that is not one of them.
PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_MESSAGE_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'{remote}; img-src 'self' data:{remote}; font-src data:{remote}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin"
)
_ALWAYS: Final[Mapping[str, str]] = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
    # Or the names of all sites that a message links to are looked up.
    "x-dns-prefetch-control": "off",
}
_READING: Final = frozenset({"GET", "HEAD"})
# Scripts, and whoever wants to see with their own eyes (www.w3.org/TR/fetch-metadata/#sec-fetch-dest-header).
_ASKING: Final = frozenset({"empty", "document"})
# A name or an address, and a port (www.rfc-editor.org/rfc/rfc9110#field.host).
_HOST: Final = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?", re.IGNORECASE)
_FOREIGN: Final = "This server answers its own page only."


def message_policy(*, remote: bool) -> str:
    """The content security policy of a message: no script ever, and what is elsewhere only if `remote`."""
    return _MESSAGE_POLICY.format(remote=" https: http:" if remote else "")


@dataclass(frozen=True)
class Gate:
    """Lets requests through to `app` that come from its own page, and tells browsers what its answers may do.

    `names` are the host names that it is known by beside `localhost` and addresses. A page of somebody else can have a
    name that leads here (DNS rebinding), but never an address. What is no plain reading has to bring `token`, which
    only the page knows, and to come from the page.
    """

    app: ASGIApp
    token: str
    names: frozenset[str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if refusal := self._refuse(str(scope["method"]), str(scope["path"]), Headers(scope=scope)):
            await JSONResponse({"error": refusal}, 403, dict(_ALWAYS))(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers[name] = value
                headers.setdefault("content-security-policy", PAGE_POLICY)
            await send(message)

        await self.app(scope, receive, send_guarded)

    def _refuse(self, method: str, path: str, headers: Headers) -> str | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._is_own(hosts[0]):
            return "This server does not answer to that name."
        own = {f"http://{hosts[0]}", f"https://{hosts[0]}"}
        if any(origin not in own for origin in headers.getlist("origin")):
            return _FOREIGN
        # A page of another port of this machine is `same-site`. Whoever follows a link comes from wherever it stood.
        sites = set(headers.getlist("sec-fetch-site")) - {"same-origin", "none"}
        if sites and (method not in _READING or headers.get("sec-fetch-mode") != "navigate"):
            return _FOREIGN
        # A message can name anything here as an image; the news would keep the connections that the page needs.
        if path.startswith("/api/") and headers.get("sec-fetch-dest", "empty") not in _ASKING:
            return _FOREIGN
        tokens = headers.getlist(TOKEN_HEADER)
        if method not in _READING and not (tokens and all(map(self._is_token, tokens))):
            return "The page is older than this server: load it again."
        return None

    def _is_token(self, said: str) -> bool:
        return hmac.compare_digest(said.encode(), self.token.encode())

    def _is_own(self, host: str) -> bool:
        match = _HOST.fullmatch(host)
        if match is None:
            return False
        name = (match[1] or match[2]).lower()
        return name in {"localhost", *self.names} or _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
