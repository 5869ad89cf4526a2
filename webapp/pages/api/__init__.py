"""The reading API."""
