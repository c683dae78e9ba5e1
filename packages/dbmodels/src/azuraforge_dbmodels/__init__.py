"""Tables, sessions, migrations and the job state machine of AzuraForge."""
