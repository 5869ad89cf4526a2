"""Reads in the store: counting, the most-read lists, editors' choices."""
