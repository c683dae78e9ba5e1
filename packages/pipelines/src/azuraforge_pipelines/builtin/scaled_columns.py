"""Inputs for models that add columns up: numbers imputed and scaled, categories one-hot encoded."""

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from azuraforge_pipelines.errors import DataError
from azuraforge_pipelines.features import Encoding, FeatureEncoder

SCALED_ENCODING = Encoding(times="cycles", unknown="negative")
TRUSTED_TYPES = ("numpy.dtype",)
_LARGEST_VALUE = 1e150


def scaled_columns(encoder: FeatureEncoder, max_categories: int) -> ColumnTransformer:
    """The unfitted transformer of an encoded matrix; missing numbers also get an indicator."""
    categorical = encoder.categorical
    one_hot = OneHotEncoder(
        sparse_output=False, handle_unknown="infrequent_if_exist", max_categories=max_categories
    )
    # A column may be empty in the rows that are fitted and not in others.
    imputer = SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)
    numeric = make_pipeline(imputer, StandardScaler())
    return ColumnTransformer(
        [
            ("number", numeric, np.flatnonzero(~categorical).tolist()),
            ("category", one_hot, np.flatnonzero(categorical).tolist()),
        ]
    )


def check_range(encoder: FeatureEncoder) -> None:
    """Raise `DataError` for a column that can't be scaled."""
    for column in encoder.inputs:
        largest = max(abs(column.minimum or 0.0), abs(column.maximum or 0.0))
        if largest > _LARGEST_VALUE:
            raise DataError(
                "values_too_large",
                f"Column {column.name!r} holds values up to {largest:.3g}, whose squares can't be computed;"
                " scale the column or leave it out.",
            )
