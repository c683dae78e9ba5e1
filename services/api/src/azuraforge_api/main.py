"""The API's application factory.

`create_app(settings)` wires everything explicitly; `app()` reads the settings from the environment, for
`uvicorn --factory azuraforge_api.main:app`. A noun's background work is its router's lifespan.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.metadata import version

from azuraforge_contracts.settings import load_settings
from azuraforge_contracts.transport.artifact_store import LocalArtifactStore
from azuraforge_dbmodels.session import Database
from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Receive, Scope, Send

from azuraforge_api.auth.bootstrap import admin_token_ensured
from azuraforge_api.dashboard import Dashboard
from azuraforge_api.errors import install_error_handlers
from azuraforge_api.metrics import Metrics
from azuraforge_api.middleware import API_PREFIX, BodyGuard, Gate, RequestLog
from azuraforge_api.openapi import install_openapi
from azuraforge_api.outbox import Outbox, RedisTransport, Transport
from azuraforge_api.reference import install_reference
from azuraforge_api.routers import ROUTERS
from azuraforge_api.settings import ApiSettings
from azuraforge_api.system.checks import probe_client
from azuraforge_api.system.routes import operations_router

API_ROOT = "/api/v1"


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Start the background work of this process and stop it in the opposite order."""
    state = app.state
    async with AsyncExitStack() as stack:
        stack.callback(state.database.dispose)
        stack.callback(state.redis.close)
        stack.callback(state.outbox.close)
        await stack.enter_async_context(admin_token_ensured(state.database, state.settings))
        yield


def bare_app() -> FastAPI:
    """The application's routes without anything behind them: what the OpenAPI document is made from."""
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
    for router in ROUTERS:
        app.include_router(router, prefix=API_ROOT)
    app.include_router(operations_router)
    install_openapi(app)
    return app


def create_app(settings: ApiSettings, transport: Transport | None = None) -> FastAPI:
    """Build the application; `transport` replaces the broker's in tests."""
    app = bare_app()
    app.state.settings = settings
    app.state.database = Database.connect(settings.database_dsn)
    app.state.store = LocalArtifactStore(settings.artifacts_root)
    app.state.outbox = Outbox(transport or RedisTransport(settings))
    app.state.redis = probe_client(settings.redis_client_url)
    # The last one added is the outermost.
    app.add_middleware(BodyGuard)
    app.add_middleware(Gate)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=1)
    app.add_middleware(RequestLog)
    install_error_handlers(app)
    install_reference(app)
    app.state.metrics = Metrics(app.state.database, API_ROOT)
    _serve_dashboard(app, Dashboard(settings.dashboard_dir))
    return app


def _serve_dashboard(app: FastAPI, dashboard: Dashboard) -> None:
    # As the router's fallback and not as a mount: a mount at / would answer a route's wrong methods.
    not_found = app.router.default

    async def fallback(scope: Scope, receive: Receive, send: Send) -> None:
        is_page = scope["type"] == "http" and not scope["path"].startswith(API_PREFIX)
        await (dashboard if is_page else not_found)(scope, receive, send)

    app.router.default = fallback


def app() -> FastAPI:
    """Build the application from the environment's settings."""
    return create_app(load_settings(ApiSettings))
