"""Few rows, constants, missing values, odd columns: every one gets an answer that is valid JSON."""

from typing import Any

import numpy as np
import orjson
import pandas as pd
import pytest
from azuraforge_analysis.analyse import to_json
from azuraforge_analysis.schemas import Analysis
from pydantic import TypeAdapter

READ = TypeAdapter(Analysis)


def stored(analysis: Any) -> dict[str, Any]:
    """As the API answers it, which its own models must be able to read."""
    content = to_json(analysis)
    READ.validate_json(content)
    return dict(orjson.loads(content))


def test_one_row(analysed: Any) -> None:
    found = stored(analysed([3.0], [1.0], pd.DataFrame({"x": [1.0]}), {"x": "number"}))
    assert found["residuals"]["mean"] == 2.0
    assert found["residuals"]["std"] is None
    assert found["residuals"]["skew"] is None
    assert found["qq"] == {"theoretical": [], "observed": []}
    assert sum(found["residual_histogram"]["counts"]) == 1
    assert found["worst"][0]["sigma"] is None
    assert [one["code"] for one in found["headline"]] == ["no_pattern"]
    [target] = found["by_feature"]
    assert target["segments"][0]["error_low"] is None


def test_eight_rows(analysed: Any) -> None:
    found = stored(analysed(np.arange(8.0), np.arange(8.0)[::-1]))
    assert found["residuals"]["mae"] == 4.0
    assert len(found["by_feature"][0]["segments"]) == 8
    assert len(found["worst"]) == 8


@pytest.mark.parametrize("value", [0.0, 0.1, 1e12])
def test_constant_residuals(analysed: Any, value: float) -> None:
    found = stored(analysed(np.arange(50.0) + value, np.arange(50.0)))
    assert found["residuals"]["mae"] == pytest.approx(value)
    assert found["residuals"]["skew"] is None or value == 0.1  # 0.1 is lost in the larger numbers' rounding
    assert sum(found["residual_histogram"]["counts"]) == 50
    assert np.all(np.diff(found["residual_histogram"]["edges"]) > 0)


def test_a_constant_target_and_prediction(analysed: Any) -> None:
    found = stored(analysed(np.full(20, 5.0), np.full(20, 4.0)))
    assert found["by_feature"][0]["segments"][0]["bias"] == 1.0
    assert found["residual_vs_predicted"]["median"] == [1.0] * len(found["residual_vs_predicted"]["median"])


def test_rows_without_a_finite_prediction_are_left_out(analysed: Any) -> None:
    found = stored(analysed([1.0, 2.0, 3.0], [1.5, np.nan, np.inf]))
    assert (found["row_count"], found["actual_vs_predicted"]["index"]) == (1, [0])
    with pytest.raises(ValueError, match="no held-out row"):
        analysed([1.0], [np.nan])


@pytest.fixture
def columns() -> pd.DataFrame:
    rows = np.arange(120)
    return pd.DataFrame(
        {
            "size": np.where(rows % 10 == 0, np.nan, rows * 1.5),
            "rooms": rows % 4,
            "new": [None if row % 11 == 0 else row % 3 == 0 for row in rows],
            "sold": pd.Timestamp("2024-03-04 09:30") + pd.to_timedelta(rows, unit="h"),
            "color": [None if row % 7 == 0 else ["red", "blue", "green"][row % 3] for row in rows],
            "street": [f"street {row % 30}" for row in rows],
            "note": [f"a note, the {row}th " * 60 for row in rows],
            "empty": np.full(120, np.nan),
            "fixed": 1.0,
        }
    )


TYPES = {
    "size": "number",
    "rooms": "integer",
    "new": "boolean",
    "sold": "datetime",
    "color": "category",
    "street": "category",
    "note": "text",
    "empty": "number",
    "fixed": "number",
}


def test_columns_of_every_type(analysed: Any, columns: pd.DataFrame) -> None:
    random = np.random.default_rng(0)
    actual = random.normal(size=120)
    found = stored(analysed(actual, np.zeros(120), columns, TYPES))
    by_name = {one["name"]: one for one in found["by_feature"]}
    assert set(by_name) == {"y", "size", "rooms", "new", "sold", "color", "street"}
    assert {name: one["kind"] for name, one in by_name.items() if name != "y"} == {
        "size": "range",
        "rooms": "range",
        "new": "category",
        "sold": "time",
        "color": "category",
        "street": "category",
    }
    missing = [code == -1 for code in by_name["size"]["codes"]]
    assert missing == columns["size"].isna().tolist()
    assert [code == -1 for code in by_name["color"]["codes"]] == columns["color"].isna().tolist()
    assert {one["label"] for one in by_name["new"]["segments"]} == {"true", "false"}
    assert by_name["sold"]["segments"][0]["label"] == "hour:0"
    assert by_name["sold"]["codes"] == columns["sold"].dt.hour.tolist()
    streets = by_name["street"]["segments"]
    assert (len(streets), streets[-1]["label"], streets[-1]["rows"]) == (13, None, 120 - 12 * 4)
    blue = (columns["color"] == "blue").to_numpy()
    segment = next(one for one in by_name["color"]["segments"] if one["label"] == "blue")
    assert segment["error"] == pytest.approx(np.abs(actual[blue]).mean())
    worst = found["worst"][0]
    assert worst["inputs"]["sold"] == columns["sold"].iloc[worst["row"]].isoformat()
    assert len(worst["inputs"]["note"]) == 501


def test_days_of_some_months_are_told_by_weekday(analysed: Any) -> None:
    days = pd.date_range("2024-01-01", periods=90)
    found = stored(analysed(np.arange(90.0), np.zeros(90), pd.DataFrame({"d": days}), {"d": "datetime"}))
    segmenting = found["by_feature"][1]
    assert [one["label"] for one in segmenting["segments"]] == [f"weekday:{day}" for day in range(7)]
    assert segmenting["codes"] == days.day_of_week.tolist()


def test_what_sets_a_row_apart(analysed: Any) -> None:
    random = np.random.default_rng(8)
    frame = pd.DataFrame({"size": random.normal(100, 10, 200), "kind": ["house"] * 199 + ["castle"]})
    frame.loc[199, "size"] = 900.0
    predicted = np.zeros(200)
    predicted[199] = 50.0
    found = stored(
        analysed(random.normal(size=200), predicted, frame, {"size": "number", "kind": "category"})
    )
    worst = found["worst"][0]
    assert worst["row"] == 199
    differs = {one["name"]: one for one in worst["differs"]}
    spread = 1.482602218505602 * np.median(np.abs(frame["size"] - frame["size"].median()))
    assert differs["size"]["score"] == pytest.approx((900 - frame["size"].median()) / spread)
    assert differs["size"]["typical"] == pytest.approx(frame["size"].median())
    assert (differs["kind"]["value"], differs["kind"]["typical"]) == ("castle", "house")


def test_wide_tables_are_cut(analysed: Any) -> None:
    random = np.random.default_rng(9)
    frame = pd.DataFrame(random.normal(size=(60, 230)), columns=[f"x{number}" for number in range(230)])
    found = stored(
        analysed(random.normal(size=60), np.zeros(60), frame, dict.fromkeys(frame.columns, "number"))
    )
    assert len(found["by_feature"]) == 25
    assert found["truncated_columns"] == 230 - 24
    assert len(found["worst"][0]["inputs"]) == 200


def test_of_long_tables_fewer_columns_are_looked_at(analysed: Any) -> None:
    rows = 500_000
    values = np.arange(rows, dtype=np.float64)
    frame = pd.DataFrame({f"x{number}": values for number in range(14)})
    found = stored(analysed(values, values + 1, frame, dict.fromkeys(frame.columns, "number")))
    assert [one["name"] for one in found["by_feature"][1:]] == [f"x{number}" for number in range(12)]
    assert found["truncated_columns"] == 2
