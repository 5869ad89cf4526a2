"""Embeds on partner sites: whose page it is, and what of ours stands there."""
