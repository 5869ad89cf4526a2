"""Connections, keys, batches and the clock's lease."""
