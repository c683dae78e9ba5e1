"""Datasets: upload, samples, preview and deletion."""
