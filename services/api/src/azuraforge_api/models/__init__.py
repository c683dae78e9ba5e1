"""The model registry: models under names and versions, with where they came from, and aliases."""
