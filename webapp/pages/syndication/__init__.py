"""Feeds, calendars and sitemaps."""
