"""Pictures of other sites: fetched once, resized, and served from here."""
