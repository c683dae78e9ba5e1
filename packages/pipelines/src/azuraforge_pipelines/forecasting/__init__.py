"""Forecasting one time series: its grid in time, methods, rolling origins, intervals, the stored model."""
