"""A recurrent network (LSTM) that forecasts all steps at once from a window of recent values.

It learns what to add to the seasonal naive forecast, in units of the window's own spread, so that it follows
a trend and any scale. It is trained once where it is tuned; later origins only feed it newer values. PyTorch
is imported where it is used: without it, this module still loads.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import orjson
from azuraforge_contracts.numbers import json_bytes

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.forecasting.frequency import IntArray
from azuraforge_pipelines.forecasting.history import History
from azuraforge_pipelines.forecasting.methods.base import CheckStop

FEWEST_WINDOWS = 40

_STATE, _WEIGHTS = "lstm.json", "lstm.npz"
_VALIDATION_SHARE = 0.15
_BATCH = 64

Report = Callable[[int, float, float], None]


@dataclass(frozen=True)
class LstmSettings:
    """Sizes and training of the network; `window` values are read, `horizon` steps are forecast."""

    window: int
    hidden: int
    layers: int
    dropout: float
    epochs: int
    learning_rate: float
    horizon: int


@dataclass(frozen=True)
class FittedLstm:
    """A trained network (a torch module) and the last values it looks back to."""

    settings: LstmSettings
    network: Any
    season: int
    last: FloatArray

    def forecast(self, horizon: int) -> FloatArray:
        """See `Fitted.forecast`; beyond its own horizon the network goes on from its forecasts."""
        values = self.last
        while len(values) < len(self.last) + horizon:
            origins = np.array([len(values)])
            inputs, spread = _inputs(values, origins, self.settings)
            step = _run(self.network, inputs)[0] * spread[0]
            values = np.concatenate([values, _naive(values, origins, self.settings, self.season)[0] + step])
        return values[len(self.last) : len(self.last) + horizon]

    def describe(self) -> dict[str, Any]:
        """See `Fitted.describe`."""
        return asdict(self.settings)

    def to_files(self) -> dict[str, bytes]:
        """See `Fitted.to_files`: plain arrays in npz."""
        state = {"settings": asdict(self.settings), "season": self.season, "last": self.last.tolist()}
        buffer = io.BytesIO()
        weights = {name: value.numpy() for name, value in self.network.state_dict().items()}
        np.savez(buffer, **weights)
        return {_STATE: json_bytes(state), _WEIGHTS: buffer.getvalue()}


class Lstm:
    """See the module. `tuned` trains; `fit` of an untuned one trains as well.

    `report` hears epoch, training and validation error of the first training; `finish` tells after an epoch
    whether to end with what there is.
    """

    name = "lstm"
    tried_from = 0

    def __init__(
        self,
        settings: LstmSettings,
        seed: int,
        check_stop: CheckStop,
        report: Report | None = None,
        finish: Callable[[], bool] = lambda: False,
        network: Any = None,
    ) -> None:
        self._settings = settings
        self._seed = seed
        self._check_stop = check_stop
        self._report = report
        self._finish = finish
        self._network = network

    def unfit_reason(self, points: int, season: int) -> str | None:
        """See `Method.unfit_reason`."""
        needed = max(self._settings.window, season) + self._settings.horizon + FEWEST_WINDOWS
        return None if points >= needed else f"needs {needed} points with this window and horizon"

    def tuned(self, history: History) -> "Lstm":
        """See `Method.tuned`."""
        network = self._train(history.values, history.season)
        self._report = None
        return Lstm(self._settings, self._seed, self._check_stop, network=network)

    def fit(self, history: History) -> FittedLstm:
        """See `Method.fit`."""
        values = history.values
        network = self._network or self._train(values, history.season)
        reach = max(self._settings.window, history.season)
        return FittedLstm(self._settings, network, history.season, values[-reach:].copy())

    def load(self, files: Mapping[str, bytes]) -> FittedLstm:
        """See `Method.load`."""
        import torch  # noqa: PLC0415 - see the module

        state = orjson.loads(files[_STATE])
        settings = LstmSettings(**state["settings"])
        network = _network(settings)
        with np.load(io.BytesIO(files[_WEIGHTS]), allow_pickle=False) as weights:
            network.load_state_dict({name: torch.from_numpy(weights[name]) for name in weights.files})
        network.eval()
        return FittedLstm(settings, network, state["season"], np.array(state["last"]))

    def _train(self, values: FloatArray, season: int) -> Any:
        """The network of the epoch with the least error on the latest windows, which it is not trained on."""
        import torch  # noqa: PLC0415 - see the module

        settings = self._settings
        origins = np.arange(max(settings.window, season), len(values) - settings.horizon + 1)
        inputs, targets = _examples(values, origins, settings, season)
        # Windows that share values with the validation targets are left out of training.
        held = max(1, int(_VALIDATION_SHARE * len(origins)))
        seen = max(1, len(origins) - held - settings.horizon + 1)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(self._seed)
            network = _network(settings)
            optimizer = torch.optim.Adam(network.parameters(), lr=settings.learning_rate)
            best, kept = float("inf"), network.state_dict()
            for epoch in range(1, settings.epochs + 1):
                train = self._epoch(network, optimizer, inputs[:seen], targets[:seen])
                validation = float(np.abs(_run(network, inputs[-held:]) - targets[-held:].numpy()).mean())
                if self._report is not None:
                    self._report(epoch, train, validation)
                if validation < best:
                    best = validation
                    kept = {name: value.clone() for name, value in network.state_dict().items()}
                if self._finish():
                    break
            network.load_state_dict(kept)
        network.eval()
        return network

    def _epoch(self, network: Any, optimizer: Any, inputs: Any, targets: Any) -> float:
        """One pass over shuffled batches; returns the mean absolute error."""
        import torch  # noqa: PLC0415 - see the module

        network.train()
        losses = []
        for batch in torch.randperm(len(inputs)).split(_BATCH):
            self._check_stop()
            optimizer.zero_grad()
            loss = torch.nn.functional.l1_loss(network(inputs[batch]), targets[batch])
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            losses.append(float(loss.detach()))
        return float(np.mean(losses))


def _network(settings: LstmSettings) -> Any:
    import torch  # noqa: PLC0415 - see the module

    class Network(torch.nn.Module):  # type: ignore[misc] # torch may be absent where types are checked
        """Windows (batch x window x 1) to corrections (batch x horizon), which begin at zero."""

        def __init__(self) -> None:
            super().__init__()
            dropout = settings.dropout if settings.layers > 1 else 0.0
            self.lstm = torch.nn.LSTM(1, settings.hidden, settings.layers, batch_first=True, dropout=dropout)
            self.head = torch.nn.Linear(settings.hidden, settings.horizon)
            torch.nn.init.zeros_(self.head.weight)
            torch.nn.init.zeros_(self.head.bias)

        def forward(self, windows: Any) -> Any:
            read, _ = self.lstm(windows)
            return self.head(read[:, -1])

    return Network()


def _examples(values: FloatArray, origins: IntArray, settings: LstmSettings, season: int) -> tuple[Any, Any]:
    import torch  # noqa: PLC0415 - see the module

    inputs, spread = _inputs(values, origins, settings)
    following = values[origins[:, None] + np.arange(settings.horizon)]
    targets = (following - _naive(values, origins, settings, season)) / spread[:, None]
    return inputs, torch.from_numpy(targets.astype(np.float32))


def _inputs(values: FloatArray, origins: IntArray, settings: LstmSettings) -> tuple[Any, FloatArray]:
    """The window before each origin, less its mean and divided by its spread; and the spread."""
    import torch  # noqa: PLC0415 - see the module

    windows = values[origins[:, None] - settings.window + np.arange(settings.window)]
    level, spread = windows.mean(axis=1), windows.std(axis=1)
    spread = np.where(spread > 1e-9 * np.maximum(1.0, np.abs(level)), spread, 1.0)
    scaled = ((windows - level[:, None]) / spread[:, None]).astype(np.float32)
    return torch.from_numpy(scaled)[:, :, None], spread


def _naive(values: FloatArray, origins: IntArray, settings: LstmSettings, season: int) -> FloatArray:
    """The seasonal naive forecast from each origin."""
    steps = np.arange(settings.horizon) % season
    naive: FloatArray = values[origins[:, None] - season + steps]
    return naive


def _run(network: Any, inputs: Any) -> FloatArray:
    import torch  # noqa: PLC0415 - see the module

    network.eval()
    with torch.no_grad():
        return np.asarray(network(inputs).numpy(), dtype=np.float64)
