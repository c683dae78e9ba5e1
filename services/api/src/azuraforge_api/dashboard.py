"""Serves the built dashboard: its files, and its page for every address that isn't the API's."""

import mimetypes
import stat
from pathlib import Path

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

_ASSETS = "assets/"
_HASHED_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
_NOT_BUILT = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>AzuraForge</title>
<body style="font-family: sans-serif; max-width: 40rem; margin: 4rem auto; line-height: 1.5">
<h1>The dashboard isn't built</h1>
<p>The server is running, but the dashboard's files aren't there. Build them with
<code>make dashboard</code> (<code>make up</code> does it for you), or point
<code>AZURAFORGE_DASHBOARD_DIR</code> at a build.</p>
<p>The API is described at <a href="/docs">/docs</a>.</p>
"""


class Dashboard:
    """An ASGI application over the folder of a dashboard build."""

    def __init__(self, folder: Path) -> None:
        self._files = StaticFiles(directory=folder, check_dir=False)
        mimetypes.add_type("font/woff2", ".woff2")
        mimetypes.add_type("text/javascript", ".js")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["method"] not in {"GET", "HEAD"}:
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        response = await to_thread.run_sync(self._respond, scope)
        await response(scope, receive, send)

    def _respond(self, scope: Scope) -> Response:
        path = self._files.get_path(scope)
        if not self._is_file(path):
            # A file that is gone has to be a 404: a browser can't use the page as a script or style.
            if f"{path}/".startswith(_ASSETS) or "." in Path(path).name.lstrip("."):
                raise HTTPException(404)
            path = "index.html"
            if not self._is_file(path):
                return HTMLResponse(_NOT_BUILT, 503, {"Cache-Control": "no-store"})
        return self._file(path, scope)

    def _is_file(self, path: str) -> bool:
        found = self._files.lookup_path(path)[1]
        return found is not None and stat.S_ISREG(found.st_mode)

    def _file(self, path: str, scope: Scope) -> Response:
        headers = {"Cache-Control": _HASHED_FOREVER if path.startswith(_ASSETS) else _ASK_AGAIN}
        media_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
        if self._is_file(f"{path}.gz"):
            headers["Vary"] = "Accept-Encoding"
            if "gzip" in Headers(scope=scope).get("accept-encoding", ""):
                path = f"{path}.gz"
                headers["Content-Encoding"] = "gzip"
        full_path, found = self._files.lookup_path(path)
        if found is None:
            raise HTTPException(404)
        response = self._files.file_response(full_path, found, scope)
        charset = "; charset=utf-8" if media_type.startswith("text/") else ""
        response.headers.update({**headers, "Content-Type": f"{media_type}{charset}"})
        return response
