"""Running orders from the newsroom's own system, and how one becomes a dated rundown. Pure."""
