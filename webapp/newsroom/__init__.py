"""The newsroom's own words and rules: pure values and functions. No Redis, no Flask, no clock."""
