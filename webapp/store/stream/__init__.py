"""The streams' state, history and notices in the store."""
