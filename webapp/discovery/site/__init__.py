"""Pages of a station's site, taken apart."""
