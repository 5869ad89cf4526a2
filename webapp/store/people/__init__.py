"""Staff and listeners in the store."""
