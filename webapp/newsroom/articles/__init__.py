"""Articles: text, addresses, search, related, duplicates."""
