"""The page of figures: written whole, and from a quiet machine only."""
