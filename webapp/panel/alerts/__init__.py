"""Alerts in the panel, and their intake over HTTP."""
