"""gunicorn's worker, and answers given before Flask is asked."""
