"""A station's data as of one moment: copied from a store that is in use, and loaded into an empty one."""
