"""Pipelines that come with AzuraForge."""
