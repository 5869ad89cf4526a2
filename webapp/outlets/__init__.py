"""Headlines and notices to surfaces beyond our pages."""
