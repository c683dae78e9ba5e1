"""Parameter importance: what it says, and when it is worked out."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from azuraforge_contracts.jobs import JobState
from azuraforge_contracts.transport.outages import Outage
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.importance import BatchImportance
from azuraforge_dbmodels.job import Job
from azuraforge_worker.executor.pool import ChildPool
from azuraforge_worker.search.analyst import EVERY_RUNS, Analyst
from azuraforge_worker.search.importance import MIN_RUNS, importance

Runs = list[tuple[dict[str, Any], float]]


def runs(count: int, objective: Callable[[dict[str, Any]], float]) -> Runs:
    rng = random.Random(3)  # noqa: S311
    made = []
    for _ in range(count):
        params = {
            "rate": 10 ** rng.uniform(-4, 0),
            "kind": rng.choice(["a", "b", None, [1, 2]]),
            "flag": rng.choice([True, False]),
            "rounds": rng.randint(1, 50),
            "same": 7,
        }
        made.append((params, objective(params)))
    return made


def shares(found: list[dict[str, Any]] | None) -> dict[str, float]:
    assert found is not None
    assert sum(item["value"] for item in found) == pytest.approx(1.0)
    values = [item["value"] for item in found]
    assert values == sorted(values, reverse=True)
    return {item["name"]: item["value"] for item in found}


def test_what_decides_the_objective_is_important() -> None:
    by_kind = shares(importance(runs(80, lambda p: 5.0 * (p["kind"] == "b") + p["rounds"] / 50)))
    assert by_kind["kind"] > 0.8
    assert by_kind["rounds"] > max(by_kind["rate"], by_kind["flag"])
    assert "same" not in by_kind
    by_flag = shares(importance(runs(80, lambda p: -3.0 * p["flag"] + 0.1 * p["rate"])))
    assert by_flag["flag"] > 0.9


def test_a_logarithmic_parameter_counts_by_its_orders_of_magnitude() -> None:
    """Half of the orders of magnitude are good, and that is a hundredth of the plain range."""
    found = shares(importance(runs(120, lambda p: float(p["rate"] < 0.01) + p["rounds"] / 100), ["rate"]))
    assert found["rate"] > 0.8


def test_the_same_results_say_the_same() -> None:
    made = runs(40, lambda p: p["rounds"] + 1.0 * p["flag"])
    assert importance(made) == importance(made)


def test_null_where_the_results_do_not_tell() -> None:
    assert importance(runs(MIN_RUNS - 1, lambda p: p["rounds"])) is None
    assert importance(runs(30, lambda _: 2.0)) is None
    assert importance([({"a": 1}, float(n)) for n in range(20)]) is None
    assert importance([]) is None
    assert importance([({"a": n, "b": 1}, float(n)) for n in range(20)]) == [{"name": "a", "value": 1.0}]


@pytest.fixture
def analyst(world: Any, bench: Any, child_pool: ChildPool) -> Analyst:
    [node] = world.nodes()
    return Analyst(
        world.database, bench.relay, Outage("test"), lambda: node.id, lambda: True, child_pool, seconds=600
    )


def stored(world: Any, batch_id: str) -> BatchImportance | None:
    with world.database.read() as session:
        found: BatchImportance | None = session.get(BatchImportance, batch_id)
        return found


def configs(count: int) -> list[dict[str, Any]]:
    return [{"rmse": float(n % 4), "steps": 1 + n % 3} for n in range(count)]


def test_importance_is_there_after_a_batch_and_again_after_more(
    world: Any, bench: Any, analyst: Analyst
) -> None:
    batch_id = world.add_batch("test-quick", [*configs(MIN_RUNS), {"raises": "value"}, {"rmse": None}])
    analyst.look()
    assert stored(world, batch_id) is None  # it is queued
    bench.lifecycle.run_until_idle()
    analyst.look()
    first = stored(world, batch_id)
    assert first is not None
    assert first.runs == MIN_RUNS  # neither the failed run nor the one without a value
    assert shares(first.items)["rmse"] > 0.9
    world.wait_for(lambda: nudged(world, batch_id))

    analyst.look()
    unchanged = stored(world, batch_id)
    assert unchanged is not None
    assert unchanged.updated_at == first.updated_at
    world.add_runs("test-quick", configs(2), batch_id)
    bench.lifecycle.run_until_idle()
    analyst.look()
    second = stored(world, batch_id)
    assert second is not None
    assert second.runs == MIN_RUNS + 2


def nudged(world: Any, batch_id: str) -> bool:
    with world.redis() as client:
        frames = [fields[b"f"] for _, fields in client.xrange(f"azf:feed:{world.owner.id}")]
    return any(b'"type":"batch"' in frame and batch_id.encode() in frame for frame in frames)


def test_few_results_are_left_alone(world: Any, bench: Any, analyst: Analyst) -> None:
    batch_id = world.add_batch("test-quick", configs(MIN_RUNS - 1))
    bench.lifecycle.run_until_idle()
    analyst.look()
    assert stored(world, batch_id) is None


def test_a_running_batch_waits_for_idle_slots_and_enough_results(
    world: Any, bench: Any, child_pool: ChildPool
) -> None:
    [node] = world.nodes()
    idle = False
    analyst = Analyst(
        world.database, bench.relay, Outage("test"), lambda: node.id, lambda: idle, child_pool, seconds=600
    )
    batch_id = world.add_batch("test-quick", configs(EVERY_RUNS))
    bench.lifecycle.run_until_idle()
    [later] = world.add_runs("test-quick", [{}], batch_id)
    with world.database.write() as session:
        job = session.get_one(Job, later)
        job.available_at = job.queued_at.replace(year=job.queued_at.year + 1)
    analyst.look()
    assert stored(world, batch_id) is None
    idle = True
    analyst.look()
    found = stored(world, batch_id)
    assert found is not None
    assert found.runs == EVERY_RUNS
    assert world.state(later) is JobState.QUEUED


def test_one_worker_works_it_out(world: Any, bench: Any, child_pool: ChildPool) -> None:
    batch_id = world.add_batch("test-quick", configs(MIN_RUNS))
    bench.lifecycle.run_until_idle()
    other = Analyst(
        world.database, bench.relay, Outage("test"), lambda: "ffffffff", lambda: True, child_pool, seconds=600
    )
    other.look()
    assert stored(world, batch_id) is None


def test_a_batch_deleted_meanwhile_leaves_nothing(
    world: Any, bench: Any, analyst: Analyst, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch_id = world.add_batch("test-quick", configs(MIN_RUNS))
    bench.lifecycle.run_until_idle()
    compute = analyst._compute

    def delete_first(request: dict[str, Any]) -> Any:
        with world.database.write() as session:
            for job in world.jobs_of(batch_id):
                session.delete(session.get_one(Job, job.id))
            session.flush()
            session.delete(session.get_one(Batch, batch_id))
        return compute(request)

    monkeypatch.setattr(analyst, "_compute", delete_first)
    analyst.look()
    assert stored(world, batch_id) is None


@pytest.mark.one_database
def test_a_worker_works_importance_out_by_itself(world: Any) -> None:
    world.start_worker()
    batch_id = world.add_batch("test-quick", configs(MIN_RUNS))
    world.wait_for(lambda: stored(world, batch_id))
