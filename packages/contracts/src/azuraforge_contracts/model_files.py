"""A stored model as both services see it: its header, and where registered models are kept.

A stored model is a zip file; `model.json` in it says what the model is. Reading that loads nothing.
"""

import zipfile
from typing import IO, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from azuraforge_contracts.datasets import ColumnType

HEADER: Final = "model.json"
FORMAT_VERSION: Final = 1
REGISTRY: Final = "registry"
"""Folder of the artifact store with the models that were registered, each under its version's id."""


class ModelInput(BaseModel):
    """A column a model reads.

    `categories` are the values seen in training, `minimum` and `maximum` the range seen (booleans as 0 and 1,
    times as microseconds since 1970); null where it doesn't apply.
    """

    model_config = ConfigDict(extra="ignore")
    name: str
    dtype: ColumnType
    categories: list[str] | None = Field(default=None, description="The values seen in training.")
    minimum: float | None = Field(
        default=None, description="The least value seen in training; times in microseconds since 1970."
    )
    maximum: float | None = Field(default=None, description="The greatest value seen in training.")


class ModelHeader(BaseModel):
    """What a stored model says of itself; `inputs` are `ModelInput`s."""

    model_config = ConfigDict(extra="forbid")
    format: Literal["azuraforge-model"] = "azuraforge-model"
    format_version: int = FORMAT_VERSION
    pipeline: str
    pipeline_version: str
    target: str
    inputs: list[dict[str, Any]]
    package_versions: dict[str, str]
    python_version: str


class NotAModelError(Exception):
    """The file is no stored model."""


def read_header(file: IO[bytes]) -> ModelHeader:
    """What the model in this file says of itself; raises `NotAModelError`."""
    try:
        with zipfile.ZipFile(file) as archive:
            return ModelHeader.model_validate_json(archive.read(HEADER))
    except (zipfile.BadZipFile, KeyError, ValidationError) as error:
        raise NotAModelError("This file is not a stored AzuraForge model.") from error


def registered_key(version_id: str) -> str:
    """Where the model of a registered version is kept: a copy of its own, whatever becomes of its run."""
    return f"{REGISTRY}/{version_id}"
