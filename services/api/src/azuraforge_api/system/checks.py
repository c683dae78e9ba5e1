"""What readiness looks at: the database and its migrations, the broker, and the workers."""

from functools import cache

import redis
from alembic.runtime.migration import MigrationContext
from azuraforge_contracts.jobs import Queue
from azuraforge_dbmodels import migrate
from azuraforge_dbmodels.catalogue import PipelineEntry
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.worker_nodes import live_workers
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import select

from azuraforge_api.system.schemas import Check, Readiness

PROBE_TIMEOUT_S = 1.0

_head_revision = cache(migrate.head_revision)


def probe_client(url: str) -> redis.Redis:
    """A client that gives up soon, as somebody waits for the answer."""
    return redis.Redis.from_url(url, socket_connect_timeout=PROBE_TIMEOUT_S, socket_timeout=PROBE_TIMEOUT_S)


def check_database(database: Database) -> Check:
    """Whether the database answers and has this version's tables."""
    try:
        with database.read() as session:
            revision = MigrationContext.configure(session.connection()).get_current_revision()
    except SQLAlchemyError:
        return Check(ok=False, detail="can't be reached")
    if revision != _head_revision():
        found = f"at revision {revision}" if revision else "empty"
        return Check(
            ok=False,
            detail=f"{found}; this version needs {_head_revision()}: run `azuraforge migrate`",
        )
    return Check(ok=True, detail=f"at revision {revision}")


def check_redis(client: redis.Redis) -> Check:
    """Whether the broker answers."""
    try:
        client.ping()
    except redis.RedisError:
        return Check(ok=False, detail="can't be reached: queued work waits, and pages don't update live")
    return Check(ok=True, detail="answers")


def check_workers(database: Database) -> Check:
    """Whether each queue has a worker that takes work, and there are pipelines to give it."""
    try:
        with database.read() as session:
            nodes = [node for node in live_workers(session) if not node.stopping]
            published = session.exec(select(PipelineEntry.id).limit(1)).first() is not None
    except SQLAlchemyError:
        return Check(ok=False, detail="unknown: the database can't be read")
    missing = [queue.value for queue in Queue if not any(node.queue == queue for node in nodes)]
    parts = [f"no worker for {', '.join(missing)}"] if missing else []
    if not published:
        parts.append("no compute worker has published its pipelines yet")
    for queue in Queue:
        mine = [node for node in nodes if node.queue == queue]
        if mine:
            parts.append(f"{queue.value}: workers {len(mine)}, slots {sum(node.slots for node in mine)}")
    return Check(ok=published and not missing, detail="; ".join(parts))


def check_readiness(database: Database, client: redis.Redis) -> Readiness:
    """Down without a database, degraded without a broker or worker."""
    of_database, of_redis = check_database(database), check_redis(client)
    of_workers = check_workers(database) if of_database.ok else Check(ok=False, detail="unknown")
    if not of_database.ok:
        return Readiness(status="down", database=of_database, redis=of_redis, workers=of_workers)
    whole = of_redis.ok and of_workers.ok
    return Readiness(
        status="ok" if whole else "degraded", database=of_database, redis=of_redis, workers=of_workers
    )
