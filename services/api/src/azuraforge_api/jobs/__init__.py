"""Jobs over HTTP and sockets: what every kind of work has in common."""
