"""Alerts in a real store."""
