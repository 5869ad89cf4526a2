"""Reads: how many a second, how exactly they are counted, and what they cost the store."""
