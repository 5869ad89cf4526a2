"""The programme grid: its types, its checks, and its TOML form."""
