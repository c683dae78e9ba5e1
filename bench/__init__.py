"""Speed as ratios within one run: `python -m bench.<name>` from the repository's root."""
