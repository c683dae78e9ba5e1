"""The API's application factory.

`create_app(settings)` wires everything explicitly; `app()` reads the settings from the environment, for
`uvicorn --factory azuraforge_api.main:app`.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.metadata import version

from azuraforge_contracts.settings import load_settings
from azuraforge_contracts.transport.artifact_store import LocalArtifactStore
from azuraforge_dbmodels.session import Database
from fastapi import FastAPI

from azuraforge_api.errors import install_error_handlers
from azuraforge_api.middleware import BodyGuard, Gate, RequestLog
from azuraforge_api.outbox import Outbox, RedisTransport, Transport
from azuraforge_api.routers import ROUTERS
from azuraforge_api.settings import ApiSettings

API_ROOT = "/api/v1"


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Start the background work of this process and stop it in the opposite order."""
    async with AsyncExitStack() as stack:
        stack.callback(app.state.database.dispose)
        stack.callback(app.state.outbox.close)
        yield


def create_app(settings: ApiSettings, transport: Transport | None = None) -> FastAPI:
    """Build the application; `transport` replaces the broker's in tests."""
    app = FastAPI(
        title="AzuraForge",
        version=version("azuraforge-api"),
        lifespan=lifespan,
        openapi_url=f"{API_ROOT}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.settings = settings
    app.state.database = Database.connect(settings.database_dsn)
    app.state.store = LocalArtifactStore(settings.artifacts_root)
    app.state.outbox = Outbox(transport or RedisTransport(settings))
    # The last one added is the outermost.
    app.add_middleware(BodyGuard)
    app.add_middleware(Gate)
    app.add_middleware(RequestLog)
    install_error_handlers(app)
    for router in ROUTERS:
        app.include_router(router, prefix=API_ROOT)
    return app


def app() -> FastAPI:
    """Build the application from the environment's settings."""
    return create_app(load_settings(ApiSettings))
