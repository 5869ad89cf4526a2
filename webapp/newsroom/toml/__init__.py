"""The station's TOML files: where in them a value stands, and how a mistake is explained."""
