"""Learning curves of any length in bounded memory: at most 500 points each."""

MAX_POINTS = 500
Point = tuple[int, float]


class Curve:
    """Keeps every n-th point; n doubles when the curve is full. The newest point is always there."""

    def __init__(self) -> None:
        self._points: list[Point] = []
        self._stride = 1
        self._seen = 0
        self._last: Point | None = None

    def add(self, step: int, value: float) -> bool:
        """Add a point; tells whether it is one of those kept for now."""
        kept = self._seen % self._stride == 0
        self._seen += 1
        self._last = (step, value)
        if kept:
            self._points.append(self._last)
            if len(self._points) >= MAX_POINTS:
                self._points = self._points[::2]
                self._stride *= 2
        return kept

    def points(self) -> list[Point]:
        """The curve, in the order it was drawn."""
        if self._last is None or (self._points and self._points[-1] == self._last):
            return list(self._points)
        return [*self._points, self._last]


class Curves:
    """The named curves of one run."""

    def __init__(self) -> None:
        self._curves: dict[str, Curve] = {}

    def add(self, step: int, values: dict[str, float]) -> bool:
        """Add a point to each named curve; tells whether any keeps it for now."""
        kept = [self._curves.setdefault(name, Curve()).add(step, value) for name, value in values.items()]
        return any(kept)

    def points(self) -> dict[str, list[Point]]:
        """Every curve; see `Curve.points`."""
        return {name: curve.points() for name, curve in self._curves.items()}
