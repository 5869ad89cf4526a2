"""What a station's own site tells of it: `airwire init` makes the station's file of that."""
