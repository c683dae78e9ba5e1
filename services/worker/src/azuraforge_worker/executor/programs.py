"""What a child can be asked to do."""

from typing import Any

from azuraforge_contracts.errors import JobErrorCode, JobFailedError

from azuraforge_worker.executor import frames
from azuraforge_worker.executor.child_events import EventSender
from azuraforge_worker.executor.context import ChildContext, Wishes
from azuraforge_worker.predictions.apply import Predictions
from azuraforge_worker.training.fit import Fits


class Programs:
    """Dispatches requests; holds what is kept warm between them."""

    def __init__(self) -> None:
        self._fits = Fits()
        self._predictions = Predictions(self._fits.pipeline)

    def warm_up(self) -> None:
        """Import what runs need."""
        self._fits.warm_up()

    def forget(self, request: frames.Frame) -> None:
        """Let go of what neither this run nor a later one needs."""
        if request["program"] == frames.EXPERIMENT:
            self._fits.keep_models(request["request"]["keep_models"])

    def perform(self, request: frames.Frame, events: EventSender, wishes: Wishes) -> dict[str, Any]:
        """Do what the frame asks for and return its plain JSON answer."""
        if request["op"] == frames.STORE_MODEL:
            return self._fits.store_model(request)
        if request["program"] == frames.EXPERIMENT:
            context = ChildContext(int(request["request"]["seed"]), events, wishes)
            return self._fits.run(request["id"], request["request"], context)
        if request["program"] == frames.PREDICTION:
            return self._predictions.run(request["request"], ChildContext(0, events, wishes))
        if request["program"] == frames.CATALOGUE:
            from azuraforge_worker.catalogue_child import describe  # noqa: PLC0415 - loads every plug-in

            return describe(request["request"])
        if request["program"] == frames.IMPORTANCE:
            from azuraforge_worker.search.importance import answer  # noqa: PLC0415 - loads Optuna

            return answer(request["request"])
        raise JobFailedError(JobErrorCode.PIPELINE_MISSING, f"no program {request['program']!r}")
