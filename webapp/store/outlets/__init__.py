"""Outlets: how each surface is doing, and what it did with each headline."""
