"""HTML of strangers: its tree, its blocks, its pictures, and what in it is no story."""
