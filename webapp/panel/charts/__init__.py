"""Panel: charts, the same shape for all of them, and the words that they say."""
