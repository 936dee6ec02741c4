"""The page itself: its document, and the files that it is made of."""

from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

_FOLDER: Final = Path(__file__).parent / "pages"
_KINDS: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class Page:
    """Answers with the page, which is given `token`, as `routes`.

    What a request names is looked up among the files of the page, and so no path of a request reaches the file system.
    They are read whenever they are asked for, as somebody may be working on them.
    """

    def __init__(self, token: str) -> None:
        self._token = token
        self._files = _find_files()
        self.routes = [Route("/", self._document), Route("/pages/{name:path}", self._file)]

    async def _document(self, _request: Request) -> Response:
        self._files = _find_files()
        # All at once: otherwise a browser learns of each script from another that has come, six times in a row.
        scripts = [name for name in self._files if name.startswith("scripts/") and "/panels/" not in name]
        links = "\n  ".join(f'<link rel="modulepreload" href="/pages/{name}">' for name in scripts)
        document = (_FOLDER / "index.html").read_text(encoding="utf-8")
        return HTMLResponse(document.replace("{{ token }}", self._token).replace("{{ scripts }}", links))

    async def _file(self, request: Request) -> Response:
        path = self._files.get(request.path_params["name"])
        if path is None:
            raise HTTPException(404, "The page has no such file.")
        return Response(path.read_bytes(), media_type=_KINDS[path.suffix])


def _find_files() -> dict[str, Path]:
    found = sorted(path for path in _FOLDER.rglob("*") if path.suffix in _KINDS)
    return {path.relative_to(_FOLDER).as_posix(): path for path in found}
