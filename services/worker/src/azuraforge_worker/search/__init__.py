"""Searches that choose while they run: settings drawn for each run, and runs given up early."""
