"""The whole analysis of a run's held-out rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from azuraforge_contracts.datasets import ColumnSchema
from azuraforge_contracts.numbers import json_bytes

from azuraforge_analysis import classes, forecasts, residuals
from azuraforge_analysis.columns import Column, most_columns, read_columns
from azuraforge_analysis.headlines import Judged, class_headlines, number_headlines
from azuraforge_analysis.held_out import HeldOut, IntArray, choose_points, read_held_out, take
from azuraforge_analysis.schemas import (
    ActualVsPredicted,
    ClassificationAnalysis,
    ForecastingAnalysis,
    RegressionAnalysis,
    Segmenting,
)
from azuraforge_analysis.segments import MOST_SHOWN, Tally, group, group_target, segmenting
from azuraforge_analysis.worst import worst_class_rows, worst_rows

AnyAnalysis = RegressionAnalysis | ForecastingAnalysis | ClassificationAnalysis


@dataclass(frozen=True)
class Facts:
    """What has to be known of the run beside its rows.

    `columns` are the dataset's, the ones the model reads first: of wide or long tables only the first are
    looked at (see `most_columns`).
    """

    experiment_id: str
    target: str
    columns: Sequence[ColumnSchema]
    time_column: str | None = None


@dataclass(frozen=True)
class _Parts:
    """What the analyses of all tasks are made of."""

    held_out: HeldOut
    inputs: pa.Table
    columns: list[Column]
    places: IntArray
    target: Judged
    features: list[Judged]
    shared: dict[str, Any]


def analyse(holdout: pa.Table, inputs: pa.Table, facts: Facts) -> AnyAnalysis:
    """Say where the model is wrong.

    `holdout` are the rows as they are stored (see `HoldoutColumn`), `inputs` is the whole dataset in its
    canonical form. Rows whose truth or prediction is no finite number are left out. Raises `ValueError` when
    no row is left.
    """
    held_out = read_held_out(holdout)
    finite = np.isfinite(held_out.actual) & np.isfinite(held_out.predicted)
    if not finite.all():
        held_out = take(held_out, finite)
    if not len(held_out):
        raise ValueError("no held-out row has both a true and a predicted value")
    parts = _parts(held_out, inputs, facts)
    if held_out.classes is not None:
        return _classification(parts)
    return _numbers(parts, facts)


def to_json(analysis: AnyAnalysis) -> bytes:
    """The analysis as the API answers it; NaN and infinities become null."""
    return json_bytes(analysis.model_dump(by_alias=True))


def _parts(held_out: HeldOut, inputs: pa.Table, facts: Facts) -> _Parts:
    others = [column for column in facts.columns if column.name != facts.target]
    columns = read_columns(inputs, others[: most_columns(len(held_out))], held_out.rows)
    is_rate = held_out.classes is not None
    losses, signed = held_out.losses, None if is_rate else held_out.residuals

    def judge(groups: Any) -> Judged:
        return groups, Tally.of(groups, losses, signed)

    target = judge(group_target(facts.target, held_out))
    features = [judge(groups) for column in columns if (groups := group(column)) is not None]
    features.sort(key=lambda judged: -judged[1].effect)
    left_out = max(len(features) - MOST_SHOWN, 0) + len(others) - len(columns)
    places = choose_points(len(held_out))
    shown: list[Segmenting] = [
        segmenting(groups, tally, places, is_rate=is_rate)
        for groups, tally in [target, *features[:MOST_SHOWN]]
        if groups.ends
    ]
    shared = {
        "experiment_id": facts.experiment_id,
        "target": facts.target,
        "row_count": len(held_out),
        "sampled": len(places) < len(held_out),
        "point_count": len(places),
        "truncated_columns": left_out,
        "by_feature": shown,
    }
    return _Parts(held_out, inputs, columns, places, target, features, shared)


def _classification(parts: _Parts) -> ClassificationAnalysis:
    held_out = parts.held_out
    table = classes.confusion(held_out)
    roc, precision_recall, calibration = classes.curves(held_out)
    return ClassificationAnalysis(
        **parts.shared,
        headline=class_headlines(held_out, table, parts.features),
        classes=list(held_out.classes or ()),
        confusion=table.tolist(),
        accuracy=float(np.trace(table)) / len(held_out),
        roc=roc,
        precision_recall=precision_recall,
        calibration=calibration,
        probabilities=classes.class_points(held_out, parts.places),
        worst=worst_class_rows(held_out, parts.columns, parts.inputs),
    )


def _numbers(parts: _Parts, facts: Facts) -> RegressionAnalysis | ForecastingAnalysis:
    held_out, places, steps = parts.held_out, parts.places, parts.held_out.steps
    summary = residuals.summarise(held_out.residuals)
    covered = None if steps is None else forecasts.coverage(held_out, steps)
    fields = {
        **parts.shared,
        "headline": number_headlines(held_out, summary, parts.target, parts.features, covered),
        "residuals": summary,
        "residual_histogram": residuals.histogram(held_out.residuals),
        "actual_vs_predicted": ActualVsPredicted(
            actual=held_out.actual[places].tolist(),
            predicted=held_out.predicted[places].tolist(),
            index=held_out.rows[places].tolist(),
        ),
        "residual_vs_predicted": residuals.band(held_out),
        "qq": residuals.normal_quantiles(held_out.residuals),
        "density": residuals.density(held_out) if parts.shared["sampled"] else None,
        "worst": worst_rows(held_out, parts.columns, parts.inputs),
    }
    if steps is None:
        return RegressionAnalysis(**fields)
    time_column = next((column for column in facts.columns if column.name == facts.time_column), None)
    return ForecastingAnalysis(
        **fields,
        forecast=forecasts.forecast_points(held_out, steps, parts.inputs, time_column, places),
        coverage=covered,
        by_horizon=forecasts.by_horizon(held_out, steps),
    )
