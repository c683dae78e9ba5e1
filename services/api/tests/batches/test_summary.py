"""Best run, trace and time left."""

from azuraforge_api.batches.answers import AnswerCache
from azuraforge_api.batches.summary import Progress, Trace, TraceCache, make_trace, thinned
from azuraforge_contracts.jobs import JobState


def test_the_trace_is_the_best_so_far() -> None:
    runs = [("a", 1, 3.0), ("b", 2, 1.0), ("c", 3, 2.0), ("d", 4, 1.0)]
    assert make_trace(runs, minimize=True) == Trace(("b", 2, 1.0), (3.0, 1.0, 1.0, 1.0))
    assert make_trace(runs, minimize=False) == Trace(("a", 1, 3.0), (3.0, 3.0, 3.0, 3.0))
    assert make_trace([], minimize=True) == Trace(None, ())


def test_of_equal_runs_the_lowest_number_is_best() -> None:
    assert make_trace([("b", 2, 1.0), ("a", 1, 1.0)], minimize=True).best == ("a", 1, 1.0)


def test_zero_and_negative_values_are_values() -> None:
    assert make_trace([("a", 1, 0.0), ("b", 2, -1.0)], minimize=True) == Trace(("b", 2, -1.0), (0.0, -1.0))


def test_long_traces_keep_their_ends() -> None:
    values = [float(index) for index in range(1000)]
    short = thinned(values)
    assert (len(short), short[0], short[-1], short == sorted(short)) == (200, 0.0, 999.0, True)
    assert thinned(values[:200]) == values[:200]


def test_progress_counts_parts_of_running_runs() -> None:
    progress = Progress()
    progress.counts |= {JobState.QUEUED: 1, JobState.RUNNING: 2, JobState.FAILED: 1}
    progress.running_parts = 0.5
    assert (progress.fraction, progress.active) == (0.375, True)
    assert Progress().fraction == 1.0


def test_the_trace_cache_forgets_the_oldest() -> None:
    cache = TraceCache()
    for index in range(2_001):
        cache.put((str(index), 0), Trace(None, ()))
    assert cache.find(("0", 0)) is None
    assert cache.find(("2000", 0)) == Trace(None, ())


def test_the_answer_cache_is_bounded_by_bytes() -> None:
    cache = AnswerCache(max_bytes=10)
    cache.put("a", b"1234")
    cache.put("b", b"1234")
    assert cache.find("a") == b"1234"
    cache.put("c", b"1234")
    assert (cache.find("a"), cache.find("b"), cache.find("c")) == (b"1234", None, b"1234")
    cache.put("c", b"12")
    cache.put("d", b"1234")
    assert cache.find("a") == b"1234"
    cache.put("huge", b"x" * 11)
    assert cache.find("huge") is None
