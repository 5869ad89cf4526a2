"""When a station is backed up, and what an upgrade would change."""
