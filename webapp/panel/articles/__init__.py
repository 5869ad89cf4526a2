"""Articles in the panel: the list, writing and changing one, pictures, and the promo."""
