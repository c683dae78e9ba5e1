"""Experiments: training runs, alone or in a batch."""
