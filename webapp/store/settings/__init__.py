"""The settings made in the panel."""
