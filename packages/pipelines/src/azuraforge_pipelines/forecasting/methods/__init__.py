"""The forecasting methods."""
