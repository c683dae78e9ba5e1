"""Pipelines as the workers' catalogue describes them."""
