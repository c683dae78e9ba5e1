"""The workers that are up: who they are, how many slots they have, and when they were last heard of."""

import os
import socket
from dataclasses import dataclass

from azuraforge_contracts.jobs import Queue
from sqlalchemy import and_, delete, or_, select, update
from sqlmodel import Session, col

from azuraforge_dbmodels.clock import lease_now
from azuraforge_dbmodels.job import WorkerNode

WORKER_LEASE_S = 30.0
_FORGET_AFTER_S = 3600.0


@dataclass(frozen=True)
class WorkerPulse:
    """What a worker says of itself at each heartbeat."""

    busy: int
    stopping: bool = False


def register_worker(session: Session, queue: Queue, slots: int, version: str) -> WorkerNode:
    """Announce this process as a worker; its id goes into its claims."""
    moment = lease_now(session)
    session.execute(
        delete(WorkerNode).where(
            or_(
                col(WorkerNode.lease_epoch) != moment.epoch,
                col(WorkerNode.lease_until) < moment.seconds - _FORGET_AFTER_S,
            )
        )
    )
    node = WorkerNode(
        queue=queue.value,
        host=socket.gethostname(),
        pid=os.getpid(),
        slots=slots,
        version=version,
        lease_epoch=moment.epoch,
        lease_until=moment.seconds + WORKER_LEASE_S,
    )
    session.add(node)
    session.flush()
    return node


def worker_heartbeat(session: Session, worker_id: str, pulse: WorkerPulse) -> bool:
    """Say that a worker is alive; False when it was forgotten and has to register again."""
    moment = lease_now(session)
    row = session.execute(
        update(WorkerNode)
        .where(col(WorkerNode.id) == worker_id)
        .values(
            busy=pulse.busy,
            stopping=pulse.stopping,
            lease_epoch=moment.epoch,
            lease_until=moment.seconds + WORKER_LEASE_S,
        )
        .returning(col(WorkerNode.id))
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return row is not None


def unregister_worker(session: Session, worker_id: str) -> None:
    """Take a worker that stops off the list."""
    session.execute(delete(WorkerNode).where(col(WorkerNode.id) == worker_id))


def live_workers(session: Session, queue: Queue | None = None) -> list[WorkerNode]:
    """The workers heard of in the last 30 s, of one queue or of all."""
    moment = lease_now(session)
    alive = and_(col(WorkerNode.lease_epoch) == moment.epoch, col(WorkerNode.lease_until) >= moment.seconds)
    of_queue = [] if queue is None else [col(WorkerNode.queue) == queue.value]
    statement = select(WorkerNode).where(alive, *of_queue).execution_options(populate_existing=True)
    return list(session.execute(statement).scalars())


def slots_up(session: Session, queue: Queue) -> int:
    """How many jobs of a queue the workers that are up, and not about to stop, run at a time."""
    return sum(worker.slots for worker in live_workers(session, queue) if not worker.stopping)
