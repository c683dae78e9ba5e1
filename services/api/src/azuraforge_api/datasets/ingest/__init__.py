"""From an uploaded file to a typed table: canonical parquet and what its columns are.

Parsing runs in a child process with resource limits (`runner` starts it, `child` is it), so a hostile or
huge file can neither take the API's memory nor crash it.
"""
