"""How much `airwire init` finds of stations' sites, and whether anything that it says is wrong."""
