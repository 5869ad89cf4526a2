"""The station's TOML files: the line of each value, and messages for mistakes."""
