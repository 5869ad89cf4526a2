"""Finding articles by words: what is typed, how words are indexed and matched, how articles are ranked."""
