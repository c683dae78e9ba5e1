"""The analysis of a run's errors, made in the child while the dataset is in memory."""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass

from azuraforge_analysis.analyse import Facts, analyse, to_json
from azuraforge_contracts.datasets import ColumnSchema
from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.holdouts import holdout_table
from azuraforge_pipelines.interface import Holdout, InputColumn


@dataclass(frozen=True)
class NoAnalysis:
    """Why there is none: in a few words for the run's log, and where it broke for the worker's."""

    reason: str
    traceback: str


def try_to_analyse(
    job_id: str, holdout: Holdout, data: TrainingData, inputs: Sequence[InputColumn]
) -> bytes | NoAnalysis:
    """The analysis as JSON, or why there is none: a run is worth keeping without one."""
    facts = Facts(job_id, data.target, _in_order(data, inputs), data.time_column)
    try:
        return to_json(analyse(holdout_table(holdout), data.dataset.table, facts))
    except Exception as error:  # noqa: BLE001 - plug-ins hold out what they like
        return NoAnalysis(f"{type(error).__name__}: {error}", traceback.format_exc())


def _in_order(data: TrainingData, inputs: Sequence[InputColumn]) -> list[ColumnSchema]:
    """The dataset's columns, those the model reads first."""
    read = {column.name for column in inputs}
    return sorted(data.dataset.columns, key=lambda column: column.name not in read)
