"""Whether a series swings wider at higher levels, so that its logarithm is easier to model."""

import numpy as np

from azuraforge_pipelines.columns import FloatArray

_BLOCKS = 8
_SLOPE = 0.5


def spread_grows_with_level(values: FloatArray, season: int) -> bool:
    """Whether the log of the spread rises by half or more with the log of the level, from block to block.

    Blocks are seasons, or an eighth of the series; the spread is that of changes within a block (after
    Guerrero 1993). `values` must be positive.
    """
    length = season if season >= 4 and len(values) >= 3 * season else max(4, len(values) // _BLOCKS)
    blocks = values[len(values) % length :].reshape(-1, length)
    if len(blocks) < 3:
        return False
    levels, spreads = blocks.mean(axis=1), np.abs(np.diff(blocks, axis=1)).mean(axis=1)
    usable = spreads > 0
    if usable.sum() < 3 or levels[usable].max() < 1.2 * levels[usable].min():
        return False
    slope = np.polyfit(np.log(levels[usable]), np.log(spreads[usable]), 1)[0]
    return bool(slope >= _SLOPE)
