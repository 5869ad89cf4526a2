"""The station's settings: where they come from, what is in force, and what changed by whom. Pure."""
