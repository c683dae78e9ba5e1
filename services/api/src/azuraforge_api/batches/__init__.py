"""Batches: searches of many runs, and their comparison."""
