"""The grid: what a space means, counted and checked value by value."""

import time
from typing import Any

import pytest
from azuraforge_api.batches.grid import (
    GridTooLargeError,
    Range,
    SpaceError,
    canonical,
    count_points,
    points,
    read_grid,
)
from azuraforge_contracts.config_schema import ConfigSchema

SCHEMA = ConfigSchema(
    {
        "properties": {
            "rate": {"type": "number", "minimum": 0, "maximum": 10},
            "rounds": {"type": "integer", "minimum": 1, "maximum": 1_000_000},
            "depth": {"type": ["integer", "null"]},
            "penalty": {"type": "string", "enum": ["ridge", "lasso"]},
            "early": {"type": "boolean"},
            "layers": {"type": "array", "items": {"type": "integer"}},
            "either": {"anyOf": [{"type": "array"}, {"type": "null"}]},
            "fixed": {"type": "number", "x-sweepable": False},
        }
    }
)


def axes(limit: int = 10_000, **space: Any) -> dict[str, tuple[Any, ...]]:
    return {axis.name: axis.values for axis in read_grid(space, SCHEMA, limit)}


def test_points_are_every_combination_the_last_axis_fastest() -> None:
    grid = read_grid({"rate": [1, 2], "penalty": ["ridge", "lasso"]}, SCHEMA, 4)
    assert count_points(grid) == 4
    assert list(points(grid)) == [
        {"rate": 1, "penalty": "ridge"},
        {"rate": 1, "penalty": "lasso"},
        {"rate": 2, "penalty": "ridge"},
        {"rate": 2, "penalty": "lasso"},
    ]


def test_a_grid_without_axes_is_one_run() -> None:
    assert (count_points(()), list(points(()))) == (1, [{}])


def test_values_of_every_type() -> None:
    space = {"depth": [3, None], "early": [True, False], "penalty": ["lasso"], "rounds": [1.0, 2]}
    found = axes(**space)
    assert found == {"depth": (3, None), "early": (True, False), "penalty": ("lasso",), "rounds": (1, 2)}
    assert all(type(value) is int for value in found["rounds"])


def test_a_list_valued_setting_needs_a_list_of_lists() -> None:
    assert axes(layers=[[64], [64, 32], []])["layers"] == ([64], [64, 32], [])
    assert axes(either=[[1], None])["either"] == ([1], None)
    with pytest.raises(SpaceError, match=r"\[\[64,32\]\] tries this one list"):
        axes(layers=[64, 32])


@pytest.mark.parametrize(
    ("setting", "spec", "expected"),
    [
        ("rate", Range(0.1, 0.5, 0.1), (0.1, 0.2, 0.3, 0.4, 0.5)),
        ("rate", Range(0.0, 1.0, 0.3), (0.0, 0.3, 0.6, 0.9)),
        ("rate", Range(2, 2, 1), (2.0,)),
        ("rate", Range(0.001, 1.0, 10, log=True), (0.001, 0.01, 0.1, 1.0)),
        ("rate", Range(1, 9, 2, log=True), (1.0, 2.0, 4.0, 8.0)),
        ("rounds", Range(10, 30, 10), (10, 20, 30)),
        ("depth", Range(1, 3, 1), (1, 2, 3)),
    ],
)
def test_ranges_are_exact(setting: str, spec: Range, expected: tuple[float, ...]) -> None:
    found = axes(**{setting: spec})[setting]
    assert found == expected
    assert setting == "rate" or all(type(value) is int for value in found)


@pytest.mark.parametrize(
    ("space", "place", "words"),
    [
        ({"rat": [1]}, ["rat"], 'did you mean "rate"'),
        ({"fixed": [1]}, ["fixed"], "can't be varied"),
        ({"rate": []}, ["rate"], "no values"),
        ({"rate": [1, "x"]}, ["rate", 1], "a number"),
        ({"rate": [1, 11]}, ["rate", 1], "at most 10"),
        ({"rounds": [1, 1.5]}, ["rounds", 1], "whole number"),
        ({"rounds": Range(1, 2, 0.5)}, ["rounds", 1], "whole number, not 1.5"),
        ({"rate": [0.1, 0.2, 0.1]}, ["rate", 2], "repeats value 1"),
        ({"rounds": [1, 1.0]}, ["rounds", 1], "repeats value 1"),
        ({"layers": [[1], [1]]}, ["layers", 1], "repeats value 1"),
        ({"layers": [[1, "x"]]}, ["layers", 0, 1], "whole number"),
        ({"rate": [[1]]}, ["rate", 0], "a number, not [1]"),
        ({"penalty": Range(0, 1, 1)}, ["penalty"], "not a number"),
        ({"rate": Range(0, 1)}, ["rate"], "without a step"),
        ({"rate": Range(1, 0, 1)}, ["rate"], "above its high"),
        ({"rate": Range(0, 1, 0)}, ["rate"], "not above 0"),
        ({"rate": Range(0, 1, -1)}, ["rate"], "not above 0"),
        ({"rate": Range(0, 1, 2, log=True)}, ["rate"], "low has to be above 0"),
        ({"rate": Range(1, 2, 1, log=True)}, ["rate"], "above 1"),
        ({"rate": Range(0, float("inf"), 1)}, ["rate"], "finite"),
        ({"rate": Range(0, 10.5, 3.5)}, ["rate", 3], "at most 10"),
    ],
)
def test_wrong_spaces_name_the_value(space: dict[str, Any], place: list[Any], words: str) -> None:
    with pytest.raises(SpaceError) as caught:
        axes(**space)
    (error,) = caught.value.errors
    assert error.loc == ("body", "search", "space", *place)
    assert words in error.message


def test_every_wrong_axis_is_named() -> None:
    with pytest.raises(SpaceError) as caught:
        axes(rate=[], rat=[1], layers=[1])
    assert [error.loc[3] for error in caught.value.errors] == ["rate", "rat", "layers"]


@pytest.mark.parametrize(
    ("space", "count"),
    [
        ({"rounds": list(range(1, 101)), "depth": list(range(100)), "rate": list(range(1, 101))}, 10**6),
        ({"rate": Range(0, 1, 1e-9), "rounds": Range(1, 1e6, 1)}, (10**9 + 1) * 10**6),
        ({"rate": Range(0, 1, 5e-324)}, None),
        ({"rate": Range(1e-300, 1, 1.0000001, log=True)}, None),
    ],
)
def test_a_huge_grid_is_counted_not_expanded(space: dict[str, Any], count: int | None) -> None:
    started = time.process_time()
    with pytest.raises(GridTooLargeError) as caught:
        axes(**space)
    assert time.process_time() - started < 0.5
    assert caught.value.limit == 10_000
    assert count is None or caught.value.count == count


def test_the_limit_is_inclusive() -> None:
    assert len(axes(limit=3, rate=[1, 2, 3])["rate"]) == 3
    with pytest.raises(GridTooLargeError):
        axes(limit=2, rate=[1, 2, 3])


def test_equal_values_have_one_spelling() -> None:
    assert canonical(1) == canonical(1.0)
    assert canonical([1, 2.0]) == canonical([1.0, 2])
    assert canonical({"a": 1, "b": 2}) == canonical({"b": 2, "a": 1.0})
    assert len({canonical(value) for value in (1, True, "1", None, [1])}) == 5
