"""Predictions: a kept model applied to rows, to a dataset or to the future of its series."""
