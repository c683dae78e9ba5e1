"""A batch's state words, as the API promises them."""

import pytest
from azuraforge_contracts.events import attempt_of, event_id, first_event_id
from azuraforge_contracts.jobs import QUEUE_OF_KIND, BatchState, JobKind, JobState, batch_state

Q, R, S, F, C = JobState.QUEUED, JobState.RUNNING, JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED


@pytest.mark.parametrize(
    ("counts", "cancelled_by_user", "expected"),
    [
        ({Q: 3}, False, BatchState.QUEUED),
        ({Q: 2, R: 1}, False, BatchState.RUNNING),
        ({Q: 2, S: 1}, False, BatchState.RUNNING),
        ({R: 1, C: 2}, True, BatchState.RUNNING),
        ({S: 3}, False, BatchState.SUCCEEDED),
        ({S: 3}, True, BatchState.SUCCEEDED),
        ({S: 1, C: 2}, True, BatchState.CANCELLED),
        ({F: 2}, False, BatchState.FAILED),
        ({F: 1, C: 1}, False, BatchState.FAILED),
        ({S: 1, F: 1}, False, BatchState.MIXED),
        ({S: 1, C: 1}, False, BatchState.MIXED),
    ],
)
def test_a_batch_state_follows_from_its_jobs(
    counts: dict[JobState, int], cancelled_by_user: bool, expected: BatchState
) -> None:
    assert batch_state(counts, cancelled_by_user=cancelled_by_user) is expected


def test_every_kind_has_a_queue() -> None:
    assert set(QUEUE_OF_KIND) == set(JobKind)


def test_event_ids_grow_through_sequences_and_attempts() -> None:
    ids = [event_id(1, 1), event_id(1, 2), event_id(1, 999_999_999), first_event_id(2)]
    assert ids == sorted(set(ids))
    assert [attempt_of(one) for one in ids] == [1, 1, 1, 2]
