"""The embedded store's server."""
