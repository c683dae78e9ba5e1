"""Which runs successive halving gives up, and that they end as results."""

import threading
from typing import Any

from azuraforge_contracts.events import event_id
from azuraforge_contracts.jobs import JobState, Queue
from azuraforge_contracts.live_curves import LEAST_STEPS, curve_name
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.base import utc_now
from azuraforge_worker.search.halving import Curve, judge, rungs, smaller_is_better

FINE = JobState.SUCCEEDED


def curve(*values: float | None, first: int = 1, every: int = 1) -> Curve:
    made = Curve()
    for index, value in enumerate(values):
        made.add(first + index * every, value)
    return made


def test_rungs_are_parts_of_the_longest_run_after_a_grace() -> None:
    assert rungs(100) == [12, 34]
    assert rungs(27) == [3, 9]
    assert rungs(18) == [6]
    assert rungs(6) == []
    assert rungs(LEAST_STEPS) == [3]
    assert rungs(LEAST_STEPS - 1) == []
    assert rungs(0) == []


def test_values_are_compared_at_the_same_step() -> None:
    sparse = curve(9.0, 5.0, 4.0, first=0, every=3)
    assert [sparse.at(step) for step in (0, 1, 3, 5, 6)] == [9.0, 9.0, 5.0, 5.0, 4.0]
    assert sparse.at(7) is None
    assert curve(1.0, first=5).at(4) is None
    assert Curve().at(1) is None


def test_the_best_third_goes_on() -> None:
    others = [curve(value) for value in (1.0, 2.0, 3.0, 4.0, 5.0)]
    assert judge("c", True, curve(2.0), 1, others) is None
    given_up = judge("c", True, curve(2.5), 1, others)
    assert given_up is not None
    assert (given_up.needed, given_up.rivals, given_up.step) == (2.0, 6, 1)
    assert "best third of 6 runs" in given_up.message
    assert judge("c", False, curve(4.5), 1, others) is None
    upward = judge("c", False, curve(3.5), 1, others)
    assert upward is not None
    assert upward.needed == 4.0


def test_the_first_at_a_rung_go_on_and_short_curves_do_not_count() -> None:
    best, hopeless = curve(1.0, 1.0), curve(9.0, 9.0)
    for rivals in (0, 1, 2):
        assert judge("c", True, hopeless, 2, [best] * rivals) is None
    assert judge("c", True, hopeless, 2, [best, best, curve(1.0)]) is None
    given_up = judge("c", True, hopeless, 2, [best] * 3)
    assert given_up is not None
    assert given_up.rivals == 4


def test_the_best_third_of_few_is_rounded_up() -> None:
    """How many go on by how many are at the rung; each is judged against all the others."""
    kept = {}
    for count in range(4, 11):
        runs = [curve(float(value)) for value in range(count)]
        judged = [
            judge("c", True, run, 1, [*runs[:place], *runs[place + 1 :]]) for place, run in enumerate(runs)
        ]
        kept[count] = sum(given_up is None for given_up in judged)
        assert all(given_up is None for given_up in judged[: kept[count]])
    assert kept == {4: 2, 5: 2, 6: 2, 7: 3, 8: 3, 9: 3, 10: 4}


def test_what_is_not_a_number_is_worst() -> None:
    fine = [curve(1.0), curve(2.0), curve(3.0)]
    assert judge("c", True, curve(None), 1, fine) is not None
    assert judge("c", False, curve(None), 1, fine) is not None
    assert judge("c", False, curve(5.0), 1, [curve(None)] * 3) is None


def test_the_curve_is_the_metrics_or_the_only_one_on_validation_rows() -> None:
    both = ["train_rmse", "validation_rmse", "rmse"]
    assert curve_name("rmse", both) == "validation_rmse"
    assert curve_name("rmse", ["rmse", "validation_loss"]) == "rmse"
    assert curve_name("mae", ["train_loss", "validation_loss"]) == "validation_loss"
    assert curve_name("mae", ["validation_loss", "validation_rmse"]) is None
    assert curve_name("mae", ["loss"]) is None
    directions = {"r2": "maximize", "rmse": "minimize"}
    assert not smaller_is_better("validation_r2", directions)
    assert smaller_is_better("validation_rmse", directions)
    assert smaller_is_better("validation_loss", directions)


def start(world: Any, configs: list[dict[str, Any]], pruner: str | None = "successive-halving") -> str:
    batch_id: str = world.add_batch("test-curve", configs, {"config": {}, "search": {"pruner": pruner}})
    return batch_id


def test_a_hopeless_run_ends_early_as_a_result(world: Any, bench: Any) -> None:
    good = [{"rmse": rmse} for rmse in (1.0, 2.0, 3.0)]
    # These go on until they are given up; the better one isn't, and is left alone for as long as it wants.
    batch_id = start(world, [*good, {"rmse": 9.0, "waits": 60.0}, {"rmse": 0.5, "waits": 1.5}])
    bench.lifecycle.run_until_idle()
    assert world.states_of(batch_id) == [FINE] * 5
    results = [world.result(job.id) for job in world.jobs_of(batch_id)]
    assert [result.stopped_early for result in results] == [False, False, False, True, False]
    assert [result.stop_reason for result in results] == [None, None, None, "pruned", None]
    hopeless = results[3]
    assert hopeless.objective == 9.0
    last = hopeless.curves["validation_rmse"][-1][0]
    assert 3 <= hopeless.details["halved_at_step"] <= last
    assert all("halved_at_step" not in result.details for result in results if result is not hopeless)
    [message] = [text for text in world.messages(hopeless.job_id) if "successive halving" in text]
    assert "validation_rmse was 9.33333 at step 3" in message


def test_without_the_pruner_every_run_goes_to_its_end(world: Any, bench: Any) -> None:
    batch_id = start(world, [{"rmse": 1.0}, {"rmse": 1.0}, {"rmse": 9.0, "waits": 1.5}], pruner=None)
    bench.lifecycle.run_until_idle()
    assert not any(world.result(job.id).stopped_early for job in world.jobs_of(batch_id))


def test_a_run_given_up_can_still_be_cancelled(world: Any, bench: Any) -> None:
    job_id = world.add_run("test-slow")
    thread = threading.Thread(target=bench.lifecycle.run_until_idle)
    thread.start()
    job = world.wait_for(lambda: bench.jobs.find(job_id))
    job.finish(1, "given up")  # this pipeline doesn't ask whether it shall finish
    world.wait_for(lambda: world.state(job_id) is JobState.RUNNING)
    world.cancel(job_id)
    thread.join(30)
    assert world.state(job_id) is JobState.CANCELLED


def test_runs_under_way_in_other_workers_count(world: Any, bench: Any) -> None:
    """What another worker's run has shown is known by its log alone."""
    batch_id = start(world, [{"rmse": 1.0}, {"rmse": 5.0}])
    bench.lifecycle.run_until_idle()
    world.add_runs("test-curve", [{}], batch_id)
    with world.database.write() as session:
        claim = job_state.claim(session, Queue.COMPUTE, "elsewhere")
        data = [{"step": step, "validation_rmse": value} for step, value in ((3, 2.0), (9, None))]
        events = [
            {"id": event_id(1, 2 + index), "job_id": claim.job_id, "attempt": 1, "type": "metric"}
            | {"at": utc_now(), "data": one}
            for index, one in enumerate(data)
        ]
        assert job_state.append_events(session, claim, events)
    [hopeless] = world.add_runs("test-curve", [{"rmse": 9.0, "waits": 60.0}], batch_id)
    bench.lifecycle.run_until_idle()
    [message] = [text for text in world.messages(hopeless) if "successive halving" in text]
    assert "best third of 4 runs had 2 or better" in message
    assert world.result(hopeless).stopped_early
