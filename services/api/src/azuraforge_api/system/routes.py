"""Health, readiness, metrics, and what this installation is and can do."""

from importlib.metadata import version

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from azuraforge_api.deps import DatabaseDep, SettingsDep, UserDep
from azuraforge_api.system.checks import check_readiness
from azuraforge_api.system.schemas import Health, Limits, Readiness, Sandbox, SystemInfo

# Outside /api: for load balancers, supervisors and Prometheus, which have no account.
operations_router = APIRouter(tags=["system"])
router = APIRouter(tags=["system"])


@operations_router.get("/healthz")
async def healthz() -> Health:
    """Tell that the process is alive.

    Looks at nothing else: whether requests can be served is what `/readyz` says.
    """
    return Health()


@operations_router.get(
    "/readyz",
    responses={503: {"model": Readiness, "description": "The database or its migrations aren't right"}},
)
def readyz(request: Request, response: Response, database: DatabaseDep) -> Readiness:
    """Tell whether requests can be served, and by what.

    `down` (503) only when the database or its migrations aren't right. Without a broker or a worker it is
    `degraded` (200): everything is accepted, and queued work waits.
    """
    readiness = check_readiness(database, request.app.state.redis)
    if readiness.status == "down":
        response.status_code = 503
    return readiness


@operations_router.get(
    "/metrics",
    response_class=Response,
    responses={
        200: {
            "description": "Prometheus text format",
            "content": {"text/plain": {"example": 'azuraforge_queue_depth{queue="compute"} 12.0\n'}},
        }
    },
)
def metrics(request: Request) -> Response:
    """Give Prometheus its numbers.

    Requests by route, jobs by kind and state, depth and age of the queues, workers and their slots. Open to
    everybody who reaches the port, as scrapers have no account; it names no user, job or dataset.
    """
    return Response(generate_latest(request.app.state.metrics.registry), media_type=CONTENT_TYPE_LATEST)


@router.get("/system")
async def get_system(_user: UserDep, settings: SettingsDep) -> SystemInfo:
    """Tell version, limits and abilities of this installation."""
    return SystemInfo(
        version=version("azuraforge-api"),
        limits=Limits.model_validate(settings, from_attributes=True),
        sandbox=Sandbox(available=False, detail="This version runs no generated code."),
    )
