"""Which parts make up a prediction, after whatever became of the attempts that wrote them."""

import random

from azuraforge_contracts.prediction_files import part_key, parts_that_count, rows_done


def spans(*parts: tuple[int, int, int]) -> list[tuple[int, int]]:
    keys = [part_key("predictions/job/1", *part) for part in parts]
    random.Random(3).shuffle(keys)  # noqa: S311 - repeatable
    found = parts_that_count([*keys, "predictions/job/rows.parquet"])
    return [(part.first, part.end) for part in found]


def test_parts_of_one_attempt_are_in_the_order_of_their_rows() -> None:
    assert spans((1, 0, 10), (1, 10, 25), (1, 25, 26)) == [(0, 10), (10, 25), (25, 26)]


def test_a_later_attempt_goes_on_after_the_parts_it_found() -> None:
    assert spans((1, 0, 10), (3, 10, 30), (3, 30, 40)) == [(0, 10), (10, 30), (30, 40)]


def test_what_a_lost_attempt_still_wrote_doesnt_count() -> None:
    assert spans((1, 0, 10), (1, 10, 18), (1, 18, 60), (2, 10, 30)) == [(0, 10), (10, 30)]


def test_an_attempt_that_wrote_nothing_changes_nothing() -> None:
    assert spans((1, 0, 10), (4, 10, 12)) == [(0, 10), (10, 12)]
    assert spans() == []


def test_rows_after_a_gap_dont_count() -> None:
    assert spans((1, 0, 10), (1, 20, 30)) == [(0, 10)]
    assert rows_done(parts_that_count([])) == 0
