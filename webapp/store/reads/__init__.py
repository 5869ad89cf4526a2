"""Reads in the store."""
