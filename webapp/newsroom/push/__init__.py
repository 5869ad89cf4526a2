"""Web push: who wants which headlines, and what is sent of one. Pure."""
