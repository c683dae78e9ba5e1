"""Notes and tags: by what users find again what they tried."""
