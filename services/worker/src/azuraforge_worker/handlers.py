"""What the lifecycle needs to know of a kind of job."""

from typing import Any, Protocol

from sqlmodel import Session

from azuraforge_worker.running import RunningJob
from azuraforge_worker.slots import Slot


class Conclusion(Protocol):
    """A run that went well, ready to be stored."""

    @property
    def summary(self) -> dict[str, Any]:
        """Data of the `result` event."""

    def store(self, session: Session) -> None:
        """Insert the result, in the transaction that ends the job."""

    def stored(self) -> None:
        """The transaction was committed."""

    def abandoned(self) -> None:
        """The job was no longer ours, or its result could not be stored."""


class JobHandler(Protocol):
    """Turns a kind of job into a child's request and the child's answer into a result."""

    program: str
    """What the child is asked to run; see `executor.programs`."""

    def prepare(self, job: RunningJob, slot: Slot) -> dict[str, Any]:
        """The plain JSON request; raises `JobFailedError` when the job can't be run."""

    def conclude(
        self, job: RunningJob, request: dict[str, Any], answer: dict[str, Any], slot: Slot
    ) -> Conclusion:
        """Make a result of the child's answer; files go into the store now, or when it settles."""

    def settle(self, slot: Slot, batch_id: str | None) -> None:
        """Do what was put off; called before a slot starts a job of this batch, with None once it is idle."""
