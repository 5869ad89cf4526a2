"""gunicorn's worker, and HTTP answers that do not need Flask."""
