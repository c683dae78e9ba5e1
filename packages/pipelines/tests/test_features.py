"""The feature encoder: what it learns from training rows, drops, and does with rows it never saw."""

import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.errors import DataError, ModelInputError
from azuraforge_pipelines.features import Encoding, FeatureEncoder, dataset_of_inputs, fit_encoder
from azuraforge_pipelines.testing import frame_data
from azuraforge_pipelines.times import TIME_FEATURES, expand_times

ROWS = 200


def mixed() -> TrainingData:
    frame = pd.DataFrame(
        {
            "x": np.arange(ROWS, dtype=float),
            "city": ["ankara"] * 100 + ["izmir"] * 60 + ["bursa"] * 30 + [None] * 9 + ["late"],
            "memo": [f"free text {n}" for n in range(ROWS)],
            "code": [f"id{n}" for n in range(ROWS)],
            "void": [None] * ROWS,
            "when": pd.date_range("2024-01-01", periods=ROWS, freq="D"),
            "y": np.arange(ROWS, dtype=float),
        }
    )
    types = {
        "x": "number",
        "city": "category",
        "memo": "text",
        "code": "category",
        "void": "number",
        "when": "datetime",
        "y": "number",
    }
    return frame_data(frame, types, "y")  # type: ignore[arg-type]


def fitted(encoding: Encoding, rows: int = ROWS - 1) -> tuple[FeatureEncoder, dict[str, str]]:
    data = mixed()
    return fit_encoder(data.dataset, data.dataset.columns[:-1], np.arange(rows), encoding)


def test_text_ids_and_empty_columns_are_left_out_with_the_reason() -> None:
    _, dropped = fitted(Encoding(times="parts"))
    assert dropped.keys() == {"memo", "code", "void"}
    assert "free text (199 " in dropped["memo"]
    assert "identifier" in dropped["code"]
    assert "no values" in dropped["void"]


def test_categories_are_learnt_from_training_rows_by_frequency() -> None:
    encoder, _ = fitted(Encoding(times="parts"))
    city = next(column for column in encoder.inputs if column.name == "city")
    assert city.categories == ("ankara", "izmir", "bursa")
    matrix = encoder.transform(mixed().dataset, np.array([0, 100, 160, 195, 199]))
    np.testing.assert_array_equal(matrix[:, 1], [0, 1, 2, np.nan, np.nan])
    unknown, _ = fitted(Encoding(times="parts", unknown="negative"))
    np.testing.assert_array_equal(
        unknown.transform(mixed().dataset, np.array([195, 199]))[:, 1], [np.nan, -1]
    )


def test_rare_categories_share_the_last_code() -> None:
    encoder, _ = fitted(Encoding(times="parts", max_categories=2))
    np.testing.assert_array_equal(
        encoder.transform(mixed().dataset, np.array([0, 100, 160]))[:, 1], [0, 1, 1]
    )


def test_ranges_are_those_of_training_rows() -> None:
    encoder, _ = fitted(Encoding(times="parts"), rows=50)
    assert (encoder.inputs[0].minimum, encoder.inputs[0].maximum) == (0.0, 49.0)


def test_no_usable_column_is_an_error_that_says_why() -> None:
    data = mixed()
    with pytest.raises(DataError, match="memo: free text") as caught:
        fit_encoder(data.dataset, [data.dataset.column("memo")], np.arange(ROWS), Encoding(times="parts"))
    assert caught.value.code == "no_features"


def test_the_encoder_survives_json() -> None:
    encoder, _ = fitted(Encoding(times="cycles", max_categories=2, unknown="negative"))
    again = FeatureEncoder.from_json(json.loads(json.dumps(encoder.to_json())))
    assert again == encoder
    dataset = mixed().dataset
    np.testing.assert_array_equal(again.transform(dataset), encoder.transform(dataset))


def test_rows_to_predict_are_matched_by_name_and_read_by_type() -> None:
    encoder, _ = fitted(Encoding(times="parts"))
    rows = pa.table(
        {"extra": ["?"], "when": ["2024-03-01"], "city": ["izmir"], "x": ["12.5"]},
    )
    matrix = encoder.transform(dataset_of_inputs(encoder.inputs, rows))
    assert matrix[0, :2].tolist() == [12.5, 1.0]
    assert matrix[0, encoder.feature_names.index("when.month")] == 3


def test_rows_to_predict_that_do_not_fit_are_explained() -> None:
    encoder, _ = fitted(Encoding(times="parts"))
    with pytest.raises(ModelInputError, match="'city'") as missing:
        dataset_of_inputs(encoder.inputs, pa.table({"x": [1.0]}))
    assert missing.value.code == "input_missing"
    wrong = pa.table({"x": ["twelve"], "city": ["izmir"], "when": ["2024-03-01"]})
    with pytest.raises(ModelInputError, match="'x' can't be read as number") as caught:
        dataset_of_inputs(encoder.inputs, wrong)
    assert caught.value.code == "input_wrong_type"


@pytest.mark.parametrize("text", ["1969-12-31 23:30", "2000-02-29 12:00", "2023-12-31", "2024-07-01 06:15"])
def test_time_parts_are_those_of_pandas(text: str) -> None:
    stamp = pd.Timestamp(text)
    parts = expand_times(np.array([stamp.value / 1000, np.nan]), "parts")
    found = dict(zip(TIME_FEATURES["parts"], parts[0], strict=True))
    assert found == {
        "elapsed_days": pytest.approx(stamp.value / 86_400e9),
        "year": stamp.year,
        "month": stamp.month,
        "day": stamp.day,
        "day_of_week": stamp.day_of_week,
        "day_of_year": stamp.day_of_year,
        "hour": stamp.hour + stamp.minute / 60,
    }
    assert np.isnan(parts[1]).all()


def test_cycles_meet_at_their_ends() -> None:
    seconds = pd.to_datetime(["2023-12-31 23:59:59", "2024-01-01 00:00:01"]).as_unit("us").asi8
    before, after = expand_times(seconds.astype(float), "cycles")
    np.testing.assert_allclose(before[1:], after[1:], atol=0.01)
