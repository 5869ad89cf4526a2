"""One HTML page: its text, facts and pictures."""
