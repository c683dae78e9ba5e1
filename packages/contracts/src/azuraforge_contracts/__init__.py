"""What the API and the worker must spell the same; the top modules need pydantic only."""
