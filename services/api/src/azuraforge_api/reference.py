"""The API reference at /docs: Swagger UI from our own files, so that it works offline and under the CSP."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, HTMLResponse
from starlette.staticfiles import StaticFiles

_INIT_SCRIPT = Path(__file__).parent / "reference.js"
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>AzuraForge API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
</head>
<body>
<div id="reference"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/reference.js"></script>
</body>
</html>
"""


def install_reference(app: FastAPI) -> None:
    """Serve the reference and its assets."""

    @app.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(_PAGE, headers={"Cache-Control": "no-cache"})

    @app.get("/docs/reference.js", include_in_schema=False)
    async def docs_script() -> FileResponse:
        return FileResponse(_INIT_SCRIPT, media_type="text/javascript", headers={"Cache-Control": "no-cache"})

    # fastapi-offline ships a current Swagger UI; only its files are used.
    app.mount("/docs/assets", StaticFiles(packages=[("fastapi_offline", "static")]), name="docs_assets")
