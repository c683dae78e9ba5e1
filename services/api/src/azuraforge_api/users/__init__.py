"""People: inviting them, their roles, and ending their access."""
