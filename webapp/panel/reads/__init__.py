"""Panel: reads, pins and airtime."""
