"""One HTML page: its text, metadata and pictures."""
