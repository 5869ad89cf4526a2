"""Alerts of the authorities in open browsers."""
