"""Clock processes that are killed and frozen while the schedule runs many times as fast."""
