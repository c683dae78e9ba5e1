"""Predictions: a kept model goes through rows chunk by chunk, and what it says is stored part by part."""
