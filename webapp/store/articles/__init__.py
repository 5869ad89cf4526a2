"""Articles, feeds, waiting stories and agencies' notices in the store."""
