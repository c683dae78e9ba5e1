"""Runs a job's work in a warm child process that can be stopped, killed and replaced."""
