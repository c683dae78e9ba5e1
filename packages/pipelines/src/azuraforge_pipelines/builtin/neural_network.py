"""A neural network for regression: a multilayer perceptron on scaled columns."""

import io
import time
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, get_args

import numpy as np
import orjson
import pyarrow as pa
from azuraforge_contracts.numbers import json_bytes

from azuraforge_pipelines.builtin.network import Activation, Network
from azuraforge_pipelines.builtin.network_training import Examples, train_network
from azuraforge_pipelines.builtin.neural_network_config import NeuralNetworkConfig
from azuraforge_pipelines.builtin.scaled_columns import (
    SCALED_ENCODING,
    TRUSTED_TYPES,
    check_range,
    scaled_columns,
)
from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.config import PipelineConfig
from azuraforge_pipelines.context import RunContext
from azuraforge_pipelines.cross_validation import train_tabular
from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.features import FeatureEncoder, dataset_of_inputs
from azuraforge_pipelines.folds import Fold, validation_rows
from azuraforge_pipelines.interface import InputColumn, PipelineInfo, TrainingResult
from azuraforge_pipelines.model_store import dump_skops, load_skops
from azuraforge_pipelines.regression import REGRESSION_METRICS, REGRESSION_OBJECTIVE
from azuraforge_pipelines.tabular import (
    Fitted,
    encoder_file,
    incomplete_model,
    predict_held_out,
    read_encoder,
)
from azuraforge_pipelines.threads import one_blas_thread

_COLUMNS_FILE = "columns.skops"
_WEIGHTS_FILE = "weights.npz"
_NETWORK_FILE = "network.json"


class NeuralNetwork:
    """A perceptron with hidden layers, trained by Adam."""

    info: ClassVar[PipelineInfo] = PipelineInfo(
        id="neural-network",
        name="Neural network",
        task="regression",
        description="Fully connected layers trained epoch by epoch with Adam, the best epoch kept. Numbers"
        " are imputed and scaled, categories one-hot encoded, the target scaled. Smooth where trees have"
        " steps; wants some thousands of rows and a fitting learning rate.",
        version="1.0.0",
        metrics=REGRESSION_METRICS,
        default_objective=REGRESSION_OBJECTIVE,
        live_curve=True,
        i18n={
            "tr": {
                "name": "Sinir ağı",
                "description": "Adam ile dönem dönem eğitilen tam bağlı katmanlar; en iyi dönem saklanır."
                " Sayıların eksikleri doldurulur ve ölçeklenir, kategoriler tekil kodlanır, hedef ölçeklenir."
                " Ağaçların basamaklı olduğu yerde düzgündür; birkaç bin satır ve uygun bir öğrenme oranı"
                " ister.",
            }
        },
    )
    config_model: ClassVar[type[PipelineConfig]] = NeuralNetworkConfig

    def train(self, context: RunContext, data: TrainingData, config: NeuralNetworkConfig) -> TrainingResult:
        """See `Pipeline.train`. The same request gives the same weights, on however many threads."""
        return train_tabular(context, data, config, SCALED_ENCODING, partial(_fit, config=config))

    def load_model(self, files: Mapping[str, bytes]) -> "NetworkModel":
        """See `Pipeline.load_model`."""
        return NetworkModel.from_files(files)


@dataclass(frozen=True)
class NetworkModel:
    """A network behind its columns' transformer; `center` and `unit` turn its output into the target."""

    encoder: FeatureEncoder
    columns: Any
    network: Network
    center: float
    unit: float

    @property
    def inputs(self) -> tuple[InputColumn, ...]:
        """See `FittedModel.inputs`."""
        return self.encoder.inputs

    def predict(self, rows: pa.Table) -> FloatArray:
        """See `FittedModel.predict`."""
        return self.predict_matrix(self.encoder.transform(dataset_of_inputs(self.inputs, rows)))

    def predict_matrix(self, matrix: FloatArray) -> FloatArray:
        """The predictions for encoded rows."""
        with one_blas_thread():
            output = self.network.predict(_single_precision(self.columns.transform(matrix)))
        return output.astype(np.float64) * self.unit + self.center

    def to_files(self) -> dict[str, bytes]:
        """See `FittedModel.to_files`."""
        arrays = {f"weight_{layer}": values for layer, values in enumerate(self.network.weights)}
        arrays |= {f"bias_{layer}": values for layer, values in enumerate(self.network.biases)}
        weights = io.BytesIO()
        np.savez(weights, allow_pickle=False, **arrays)
        about = {
            "layers": len(self.network.weights),
            "activation": self.network.activation,
            "center": self.center,
            "unit": self.unit,
        }
        return {
            **encoder_file(self.encoder),
            _COLUMNS_FILE: dump_skops(self.columns),
            _WEIGHTS_FILE: weights.getvalue(),
            _NETWORK_FILE: json_bytes(about),
        }

    @classmethod
    def from_files(cls, files: Mapping[str, bytes]) -> "NetworkModel":
        """Read `to_files`; raises `ModelRefusedError`."""
        encoder = read_encoder(files)
        try:
            about = orjson.loads(files[_NETWORK_FILE])
            with np.load(io.BytesIO(files[_WEIGHTS_FILE]), allow_pickle=False) as arrays:
                weights, biases = (
                    tuple(arrays[f"{kind}_{layer}"] for layer in range(about["layers"]))
                    for kind in ("weight", "bias")
                )
            center, unit = float(about["center"]), float(about["unit"])
            activation, columns = about["activation"], files[_COLUMNS_FILE]
        except (KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
            raise incomplete_model() from error
        if activation not in get_args(Activation):
            raise incomplete_model()
        network = Network(weights, biases, activation)
        return cls(encoder, load_skops(columns, TRUSTED_TYPES), network, center, unit)


def _single_precision(matrix: FloatArray) -> Any:
    return np.asarray(matrix, dtype=np.float32)


def _fit(context: RunContext, fold: Fold, config: NeuralNetworkConfig) -> Fitted:
    began = time.perf_counter()
    check_range(fold.encoder)
    fitted, kept_aside = validation_rows(fold, config.validation_fraction, context.seed)
    columns = scaled_columns(fold.encoder, config.max_categories)
    with one_blas_thread():
        train_x = _single_precision(columns.fit_transform(fold.train_x[fitted]))
        validation_x = _single_precision(columns.transform(fold.train_x[kept_aside]))
        center, spread = float(fold.train_y[fitted].mean()), float(fold.train_y[fitted].std())
        unit = spread or 1.0
        scaled_y = ((fold.train_y - center) / unit).astype(np.float32)
        context.log(
            "info",
            f"{len(fitted)} rows to fit, {len(kept_aside)} to validate, {train_x.shape[1]} scaled inputs.",
        )
        trained = train_network(
            context,
            config,
            Examples(train_x, scaled_y[fitted]),
            Examples(validation_x, scaled_y[kept_aside]),
            unit,
        )
    context.log("info", f"Epoch {trained.best_epoch} of {trained.epochs} was the best and is kept.")
    model = NetworkModel(fold.encoder, columns, trained.network, center, unit)
    predicted = predict_held_out(fold, model.predict_matrix)
    details = {
        "epochs": trained.epochs,
        "best_epoch": trained.best_epoch,
        "inputs": int(train_x.shape[1]),
        "weights": int(sum(values.size for values in trained.network.parameters)),
    }
    stopped_early = trained.epochs < config.max_epochs
    return Fitted(model, predicted, time.perf_counter() - began, stopped_early, details)
