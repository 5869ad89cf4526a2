"""Panel: the rundown."""
