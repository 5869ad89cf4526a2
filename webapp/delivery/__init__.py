"""Delivery: from the log to every listener."""
