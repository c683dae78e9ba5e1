"""Training: an experiment's row becomes a child's request, the child's answer becomes a result row."""
