"""What a search finds, beside plain BM25, and what it costs."""
