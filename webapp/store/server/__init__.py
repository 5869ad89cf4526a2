"""The store's own server, on one machine."""
