"""Alerts of the authorities."""
