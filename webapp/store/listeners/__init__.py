"""Listeners in the store: counts a minute, and how long headlines took to reach them."""
