"""Alerts of the authorities in the store."""
