"""Fan-out beside its peers: their servers, the load that connects and counts, and the report."""
