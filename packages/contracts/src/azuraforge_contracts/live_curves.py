"""What successive halving asks of live curves: which one counts, and from how many steps on."""

from collections.abc import Iterable

VALIDATION = "validation_"
REDUCTION = 3
"""One in so many runs goes on."""
GRACE_STEPS = 3
"""No run is judged before this step."""
LEAST_STEPS = REDUCTION * (GRACE_STEPS - 1) + 1
"""Shorter curves are never judged: a third of their steps, rounded up, is before the grace ends."""


def curve_name(metric: str, names: Iterable[str]) -> str | None:
    """The curve to judge by: the metric's on validation rows, its own, or the only validation curve."""
    found = list(names)
    for name in (VALIDATION + metric, metric):
        if name in found:
            return name
    validation = [name for name in found if name.startswith(VALIDATION)]
    return validation[0] if len(validation) == 1 else None
