"""The analysis of 100,000 held-out rows against NumPy alone, for the same statistics.

`analysis` reads the stored table and ends with the JSON the API answers; `numpy` is a script's worth of NumPy
and Arrow calls from the same table to the same numbers (moments, quantiles, histogram, density, rolling band,
normal quantiles, segments of every column, worst rows), without JSON. Both take turns.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
from azuraforge_analysis.analyse import Facts, analyse, to_json
from azuraforge_contracts.datasets import ColumnSchema
from azuraforge_contracts.run_files import HOLDOUT_FACTS

ROWS = 100_000
TURNS = 7
MOST_TIMES, MOST_MORE_SECONDS = 2.0, 0.05
NUMBERS = [f"x{number}" for number in range(8)]
CATEGORIES = ["region", "kind"]


def made_up() -> tuple[pa.Table, pa.Table, Facts]:
    """Held-out rows and a dataset of eight numbers, two categories and a time."""
    chance = np.random.default_rng(0)
    actual = chance.gamma(2.0, 100.0, ROWS)
    columns: dict[str, Any] = {name: chance.normal(size=ROWS) for name in NUMBERS}
    columns["region"] = chance.choice([f"region {number}" for number in range(30)], ROWS)
    columns["kind"] = chance.choice(["a", "b", "c"], ROWS)
    columns["at"] = pa.array(chance.integers(0, 10**15, ROWS), pa.timestamp("us"))
    columns["y"] = actual
    inputs = pa.table(columns)
    dtypes = {**dict.fromkeys(NUMBERS, "number"), "region": "category", "kind": "category"}
    schema = [
        ColumnSchema.model_validate({"name": name, "dtype": dtype, "missing": 0, "distinct": ROWS})
        for name, dtype in {**dtypes, "at": "datetime", "y": "number"}.items()
    ]
    rows = chance.permutation(ROWS)
    predicted = actual[rows] + chance.standard_t(4, ROWS) * 20
    holdout = pa.table({"row": rows, "actual": actual[rows], "predicted": predicted})
    facts = orjson.dumps({"classes": None, "level": None})
    holdout = holdout.replace_schema_metadata({HOLDOUT_FACTS: facts})
    return holdout, inputs, Facts("bench", "y", schema)


def plain(holdout: pa.Table, inputs: pa.Table) -> list[Any]:
    """What a script would do."""
    order = np.argsort(holdout.column("row").to_numpy(), kind="stable")
    rows, actual, predicted = (holdout.column(name).to_numpy()[order] for name in holdout.column_names)
    residuals = actual - predicted
    losses = np.abs(residuals)
    centred = residuals - residuals.mean()
    found: list[Any] = [residuals.mean(), residuals.std(ddof=1), losses.mean(), (residuals**2).mean()]
    found += [(centred**3).mean(), (centred**4).mean()]
    found.append(np.quantile(residuals, [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99]))
    found.append(np.histogram(residuals, bins=60))
    found.append(np.histogram2d(actual, predicted, bins=60))
    along = residuals[np.argsort(predicted)]
    windows = np.lib.stride_tricks.sliding_window_view(along, ROWS // 20)[:: ROWS // 60]
    found.append(np.quantile(windows, [0.1, 0.5, 0.9], axis=1))
    found.append(np.sort(residuals)[np.linspace(0, ROWS - 1, 200).astype(int)])
    found.append(np.argsort(-losses)[:20])
    places = pa.array(rows)
    for values in [actual, *(inputs.column(name).take(places).to_numpy() for name in NUMBERS)]:
        edges = np.quantile(values, np.linspace(0, 1, 9))
        found.append(segments(np.searchsorted(edges[1:-1], values, side="right"), residuals, losses))
    for name in CATEGORIES:
        encoded = pc.dictionary_encode(inputs.column(name).take(places).combine_chunks())
        found.append(segments(encoded.indices.to_numpy(), residuals, losses))
    months = inputs.column("at").take(places).to_numpy().astype("datetime64[M]").astype(int) % 12
    found.append(segments(months, residuals, losses))
    return found


def segments(codes: Any, residuals: Any, losses: Any) -> list[Any]:
    """Rows, errors, their spread and bias of each segment."""
    return [np.bincount(codes), *(np.bincount(codes, of) for of in (losses, losses**2, residuals))]


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> int:
    """Measure and print; 1 when the analysis takes too long."""
    holdout, inputs, facts = made_up()

    def analysis() -> bytes:
        return to_json(analyse(holdout, inputs, facts))

    size = len(analysis())
    plain(holdout, inputs)
    turns = [(seconds(lambda: plain(holdout, inputs)), seconds(analysis)) for _ in range(TURNS)]
    bare, ours = (statistics.median(times) for times in zip(*turns, strict=True))
    passed = ours < MOST_TIMES * bare + MOST_MORE_SECONDS
    result = {
        "bench": "analysis",
        "rows": ROWS,
        "columns": len(facts.columns) - 1,
        "numpy_ms": round(bare * 1e3, 1),
        "analysis_ms": round(ours * 1e3, 1),
        "ratio": round(ours / bare, 2),
        "limit_ms": round((MOST_TIMES * bare + MOST_MORE_SECONDS) * 1e3, 1),
        "json_bytes": size,
        "passed": passed,
    }
    print(json.dumps(result))
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
