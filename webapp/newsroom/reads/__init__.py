"""Reads: who is a reader, ranking, pins, airtime."""
