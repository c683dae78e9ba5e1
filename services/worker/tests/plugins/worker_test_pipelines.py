"""Pipelines that behave well, badly and worse; installed for the workers under test by `PYTHONPATH`."""

import math
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
from azuraforge_contracts.errors import JobFailedError
from azuraforge_contracts.manifest import MetricSpec, Objective
from azuraforge_pipelines.config import PipelineConfig
from azuraforge_pipelines.interface import Holdout, InputColumn, PipelineInfo, RowCounts, TrainingResult


def info(name):
    return PipelineInfo(
        id=name,
        name=name,
        task="regression",
        description="For tests.",
        version="1",
        metrics=(MetricSpec(name="rmse", direction="minimize"),),
        default_objective=Objective(metric="rmse", direction="minimize"),
    )


class Model:
    inputs = ()

    def __init__(self, value):
        self._value = value

    def predict(self, rows):
        return np.full(rows.num_rows, self._value)

    def to_files(self):
        return {"value": repr(self._value).encode()}


def result(rmse, data, fit_seconds=None, details=None):
    actual = data.target_values()
    predicted = np.full(len(actual), actual.mean())
    return TrainingResult(
        metrics={"rmse": rmse},
        baseline_metrics={"rmse": 9.0},
        holdout=Holdout(np.arange(len(actual)), actual, predicted),
        row_counts=RowCounts(data.dataset.row_count, 0),
        model=Model(rmse),
        fit_seconds=fit_seconds,
        dropped_columns={"notes": "free text"},
        details=details or {},
    )


class QuickConfig(PipelineConfig):
    rmse: float | None = 1.0
    steps: int = 3
    prints: str = ""
    raises: str = ""
    fit_seconds: float | None = None
    details: str = ""


DETAILS = {
    "": {"steps": np.int64(3), "spread": math.nan},
    "large": {"text": "x" * 300_000},
    "odd": {"model": object()},
}


class Quick:
    info = info("test-quick")
    config_model = QuickConfig

    def train(self, context, data, config):
        for step in range(1, config.steps + 1):
            context.metric(step, loss=1 / step)
            context.progress(step / config.steps, f"Step {step}")
        if config.prints:
            print(config.prints)
            print("warned", file=sys.stderr)
        if config.raises == "value":
            raise ValueError("this went wrong")
        if config.raises == "coded":
            raise JobFailedError("target_constant", "The target never changes.")
        if config.raises == "memory":
            raise MemoryError
        if config.raises == "exit":
            sys.exit(3)
        rmse = math.nan if config.rmse is None else config.rmse
        return result(rmse, data, config.fit_seconds, DETAILS[config.details])

    def load_model(self, files):
        return Model(float(files["value"]))


class SlowConfig(PipelineConfig):
    seconds: float = 60.0
    rmse: float = 1.0


class Slow(Quick):
    """Takes its time and obeys a stop."""

    info = info("test-slow")
    config_model = SlowConfig

    def train(self, context, data, config):
        began = time.monotonic()
        context.progress(0.5, "Half way")
        context.log("info", f"process {os.getpid()}")
        while time.monotonic() - began < config.seconds:
            context.check_stop()
            time.sleep(0.005)
        return result(config.rmse, data)


class CurveConfig(PipelineConfig):
    rmse: float = 1.0
    steps: int = 27
    waits: float = 0.0


class Curving(Quick):
    """Has a validation curve; goes on beyond its steps for a while, until the search gives it up."""

    info = info("test-curve")
    config_model = CurveConfig

    def train(self, context, data, config):
        began = time.monotonic()
        step = 0
        while step < config.steps or time.monotonic() - began < config.waits:
            step += 1
            context.check_stop()
            context.metric(step, train_rmse=0.0, validation_rmse=config.rmse + 1 / step)
            if context.finish_requested():
                break
            if step >= config.steps:
                time.sleep(0.01)
        return result(config.rmse, data)


class StubbornConfig(PipelineConfig):
    ignore_signals: bool = False


class Stubborn(Quick):
    """Never asks whether to stop, starts a process of its own, and may ignore SIGTERM too."""

    info = info("test-stubborn")
    config_model = StubbornConfig

    def train(self, context, data, config):
        if config.ignore_signals:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        context.log("info", f"helper {helper.pid}")
        time.sleep(600)
        return result(1.0, data)


class LogTargetConfig(PipelineConfig):
    pass


class LogTarget(Quick):
    """Learns the logarithm of its target and forgets to take it back."""

    info = info("test-log-target")
    config_model = LogTargetConfig

    def train(self, context, data, config):
        done = result(1.0, data)
        logged = np.log1p(done.holdout.actual)
        return replace(done, holdout=Holdout(done.holdout.rows, logged, logged))


class UnsteadyConfig(PipelineConfig):
    pass


class Unsteady(Quick):
    """Looks at the clock: no two trainings are the same."""

    info = info("test-unsteady")
    config_model = UnsteadyConfig

    def train(self, context, data, config):
        return result(float(time.time_ns() % 10**9), data)


class ElsewhereConfig(PipelineConfig):
    pass


class Elsewhere(Quick):
    """Predicts classes that it doesn't have, which nothing can be made of."""

    info = info("test-elsewhere")
    config_model = ElsewhereConfig

    def train(self, context, data, config):
        column = data.class_values()
        codes = column.codes.astype(float)
        rows = np.arange(len(codes))
        holdout = Holdout(rows, codes, codes + len(column.values), None, column.values)
        return replace(result(1.0, data), holdout=holdout)


class CrashConfig(PipelineConfig):
    signal: int = 11


class Crash(Quick):
    """Dies as a faulty library does."""

    info = info("test-crash")
    config_model = CrashConfig

    def train(self, context, data, config):
        context.log("info", "about to crash")
        print("last words")
        os.kill(os.getpid(), config.signal)
        time.sleep(60)


class UseConfig(PipelineConfig):
    cpu_seconds: float = 0.0
    memory_mb: int = 0
    helper_mb: int = 0
    leak: bool = False
    seconds: float = 0.0


_leaked = []


class Use(Quick):
    """Takes CPU time and memory as asked, by itself or by a process it starts; may never give it back."""

    info = info("test-use")
    config_model = UseConfig

    def train(self, context, data, config):
        context.metric(1, loss=0.5)
        context.log("info", "using")
        taken = np.ones(config.memory_mb * 131_072)
        if config.leak:
            _leaked.append(taken)
        if config.helper_mb:
            program = f"taken = b'x' * {config.helper_mb} * 2**20; import time; time.sleep(60)"
            subprocess.Popen([sys.executable, "-c", program])
        began = time.process_time()
        while time.process_time() - began < config.cpu_seconds:
            math.sqrt(2.0)
        until = time.monotonic() + config.seconds
        while time.monotonic() < until:
            context.check_stop()
            time.sleep(0.005)
        return result(float(taken.size), data)


class RowsConfig(PipelineConfig):
    seconds_a_row: float = 0.0
    stuck_at: float | None = None
    ignore_signals: bool = False
    fails_at: float | None = None


class RowModel:
    """Doubles `x`; may take its time, fail, or get stuck at some value."""

    inputs = (InputColumn("x", "number", None, 0.0, 9.0),)

    def __init__(self, config):
        self._config = config

    def predict(self, rows):
        config = self._config
        x = np.asarray(rows.column("x"), dtype=float)
        if config.fails_at is not None and config.fails_at in x:
            raise ValueError("this row is not for me")
        if config.stuck_at is not None and config.stuck_at in x:
            if config.ignore_signals:
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
            print("stuck")
            time.sleep(600)
        time.sleep(config.seconds_a_row * len(x))
        return 2 * x

    def to_files(self):
        return {"config": self._config.model_dump_json().encode()}


class Rows(Quick):
    """Leaves a model that reads a column."""

    info = info("test-rows")
    config_model = RowsConfig

    def train(self, context, data, config):
        return replace(result(1.0, data), model=RowModel(config))

    def load_model(self, files):
        return RowModel(RowsConfig.model_validate_json(files["config"]))


class Broken:
    info = "not one"
