"""From a source's stories to articles."""
