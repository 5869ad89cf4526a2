"""Articles and feeds in the store."""
