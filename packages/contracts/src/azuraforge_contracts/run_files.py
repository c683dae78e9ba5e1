"""Where the files of a run are kept, and how its held-out rows are stored.

A run whose model is kept has three files of the same name: its model, its held-out rows (a parquet table)
and the analysis of their errors (the JSON that the API answers).
"""

from typing import Final

MODELS: Final = "models"
HOLDOUTS: Final = "holdouts"
ANALYSES: Final = "analyses"
FOLDERS: Final = (MODELS, HOLDOUTS, ANALYSES)
KEPT_PER_BATCH: Final = 10
"""How many of a batch's runs, the best, keep their files unasked."""


def model_key(job_id: str, token: str) -> str:
    """Where an attempt's model goes; the token keeps two attempts from writing the same file."""
    return f"{MODELS}/{job_id}/{token}"


def job_of(model_key: str) -> str:
    """The run whose model is there."""
    return _name(model_key).partition("/")[0]


def holdout_key(model_key: str) -> str:
    """Where the held-out rows are, given the model's key."""
    return f"{HOLDOUTS}/{_name(model_key)}"


def analysis_key(model_key: str) -> str:
    """Where the analysis is, given the model's key."""
    return f"{ANALYSES}/{_name(model_key)}"


def files_of_run(model_key: str) -> tuple[str, ...]:
    """The keys of all that is kept with a model, the model's own first; some may hold nothing."""
    return tuple(f"{folder}/{_name(model_key)}" for folder in FOLDERS)


def _name(model_key: str) -> str:
    return model_key.removeprefix(f"{MODELS}/")


class HoldoutColumn:
    """Columns of stored held-out rows, in the order in which the pipeline held them out.

    `row` is the dataset's row from 0. `actual` and `predicted` are numbers, or positions in the classes of
    a classification, which then has a column `probability_<position>` for each. `fold` is there after a
    cross-validation; the last four for forecasts.
    """

    ROW: Final = "row"
    ACTUAL: Final = "actual"
    PREDICTED: Final = "predicted"
    FOLD: Final = "fold"
    PROBABILITY: Final = "probability_"
    ORIGIN: Final = "origin"
    STEP: Final = "step"
    LOWER: Final = "lower"
    UPPER: Final = "upper"


HOLDOUT_FACTS: Final = b"azuraforge"
"""Key of the table's metadata: JSON `{classes: [..] | null, level: the intervals' aim | null}`."""
