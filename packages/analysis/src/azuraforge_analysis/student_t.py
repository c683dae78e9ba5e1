"""Student's t distribution, for the few numbers the API needs without SciPy."""

import math

_TINY = 1e-300
_MOST_TERMS = 1_000
_BISECTIONS = 200


def two_sided_p(t: float, degrees: int) -> float:
    """The probability of a |t| as large as this by chance: I_x(v/2, 1/2) with x = v / (v + t²)."""
    if math.isnan(t) or degrees < 1:
        return math.nan
    if math.isinf(t):
        return 0.0
    square = t * t
    return _incomplete_beta(degrees / 2, 0.5, degrees / (degrees + square), square / (degrees + square))


def upper_quantile(degrees: int, share: float = 0.05) -> float:
    """The |t| that is exceeded with this probability, both sides together."""
    low, high = 0.0, 1.0
    while two_sided_p(high, degrees) > share:
        high *= 2
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        if middle in {low, high}:
            break
        if two_sided_p(middle, degrees) > share:
            low = middle
        else:
            high = middle
    return high


def _incomplete_beta(a: float, b: float, x: float, rest: float) -> float:
    """The regularised incomplete beta function by its continued fraction (Abramowitz and Stegun 26.5.8).

    `rest` is 1 - x, which the caller knows more exactly where x is nearly 1.
    """
    if x <= 0 or rest <= 0:
        return 0.0 if x <= 0 else 1.0
    # From here on the fraction converges faster for the other tail.
    if x > (a + 1) / (a + b + 2):
        return 1.0 - _incomplete_beta(b, a, rest, x)
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(rest)
    return math.exp(front) / (a * _fraction(a, b, x))


def _fraction(a: float, b: float, x: float) -> float:
    """1 + d1 / (1 + d2 / (1 + ...)), evaluated forwards (modified Lentz)."""
    value, above, below = 1.0, 1.0, 0.0
    for term in range(1, _MOST_TERMS):
        m = term // 2
        if term % 2:
            d = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            d = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        below = 1.0 / ((1.0 + d * below) or _TINY)
        above = (1.0 + d / above) or _TINY
        step = above * below
        value *= step
        if abs(step - 1.0) < 1e-15:
            break
    return value
