"""Whose pages our embeds stand on, as far as this process sees it."""
