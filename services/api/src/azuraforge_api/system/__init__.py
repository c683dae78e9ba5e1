"""How the installation is: health, readiness, metrics, version and limits."""
