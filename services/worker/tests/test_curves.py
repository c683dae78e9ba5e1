"""Curves stay within their bound and keep their shape."""

from itertools import pairwise

from azuraforge_worker.executor.curves import MAX_POINTS, Curves


def test_short_curves_are_kept_whole() -> None:
    curves = Curves()
    for step in range(100):
        assert curves.add(step, {"loss": step / 2, "error": 1.0})
    assert curves.points()["loss"] == [(step, step / 2) for step in range(100)]
    assert len(curves.points()["error"]) == 100


def test_long_curves_are_thinned_evenly_and_end_with_the_last_point() -> None:
    curves = Curves()
    told = sum(curves.add(step, {"loss": float(step)}) for step in range(100_001))
    points = curves.points()["loss"]
    assert MAX_POINTS / 2 <= len(points) <= MAX_POINTS
    assert points[0] == (0, 0.0)
    assert points[-1] == (100_000, 100_000.0)
    gaps = {later[0] - earlier[0] for earlier, later in pairwise(points[:-1])}
    assert len(gaps) == 1
    assert told < 10 * MAX_POINTS
