"""Where a run is wrong: its analysis, training again to make one, and runs compared by their errors."""
