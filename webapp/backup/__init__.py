"""A station in one file: made while it runs, read back into an empty place."""
