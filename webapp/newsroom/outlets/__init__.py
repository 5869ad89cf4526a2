"""Outlets: surfaces beyond our pages. What is due on each, what it acknowledged, and how it is configured. Pure."""
