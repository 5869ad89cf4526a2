"""Connections, keys, batches and leases."""
