"""Asynchronous successive halving: which runs of a batch are given up, from their live curves alone.

Li et al., "A System for Massively Parallel Hyperparameter Tuning" (2020), in its stopping form: a run that
reaches a rung goes on only if it is among the best third of all runs at that step, or one of the
first there. Rungs are a ninth and a third of the longest run that was not given up; until one has ended, and
before `GRACE_STEPS`, none is.
"""

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from azuraforge_contracts.live_curves import GRACE_STEPS, REDUCTION, VALIDATION

MIN_RIVALS = REDUCTION
_RUNGS = 2

Point = tuple[int, float]


@dataclass
class Curve:
    """What a run's curve shows so far; `whole` once the run has ended by itself."""

    steps: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    whole: bool = False

    def add(self, step: int, value: float | None) -> None:
        """The next point; null stands for a value that is not finite."""
        if not self.steps or step > self.steps[-1]:
            # Others may read meanwhile: a step is there only once its value is.
            self.values.append(math.nan if value is None else value)
            self.steps.append(step)

    @property
    def last(self) -> int:
        """The newest step."""
        return self.steps[-1] if self.steps else 0

    def at(self, step: int) -> float | None:
        """The value at a step, or the newest before it; None for a curve that hasn't come so far."""
        if self.last < step:
            return None
        index = bisect_right(self.steps, step) - 1
        return self.values[index] if index >= 0 else None


@dataclass(frozen=True)
class GivenUp:
    """Why a run is given up: its value at a step, and the worst that goes on."""

    curve: str
    step: int
    value: float
    needed: float
    rivals: int

    @property
    def message(self) -> str:
        """For the run's log."""
        return (
            f"Given up by successive halving: {self.curve} was {self.value:.6g} at step {self.step}, and the"
            f" best third of {self.rivals} runs had {self.needed:.6g} or better there."
        )


def smaller_is_better(curve: str, directions: Mapping[str, str]) -> bool:
    """Whether a curve should go down: as its metric says; a loss that is no metric should."""
    return directions.get(curve, directions.get(curve.removeprefix(VALIDATION))) != "maximize"


def rungs(longest: int) -> list[int]:
    """The steps at which runs are judged, by the longest run's last step."""
    steps = {math.ceil(longest / REDUCTION**power) for power in range(1, _RUNGS + 1)}
    return sorted(step for step in steps if step >= GRACE_STEPS)


def judge(name: str, minimize: bool, run: Curve, rung: int, others: Sequence[Curve]) -> GivenUp | None:
    """Why a run that has reached a rung is given up; None for one that goes on.

    It does with fewer than `MIN_RIVALS` others at the rung, as the best of so few says little of the rest.
    The best third is rounded up: rounded down, it would be a quarter of four and a fifth of five.
    """
    value = run.at(rung)
    rivals = [other for curve in others if (other := curve.at(rung)) is not None]
    count = len(rivals) + 1
    if value is None or len(rivals) < MIN_RIVALS:
        return None
    ranked = sorted(_rank(rival, minimize) for rival in rivals)
    kept = math.ceil(count / REDUCTION)
    if _rank(value, minimize) <= ranked[kept - 1]:
        return None
    needed = ranked[kept - 1] if minimize else -ranked[kept - 1]
    return GivenUp(name, rung, value, needed, count)


def _rank(value: float, minimize: bool) -> float:
    """Smaller is better; what is not a number is worst."""
    if math.isnan(value):
        return math.inf
    return value if minimize else -value
