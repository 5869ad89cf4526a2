"""Who listens, by the minute: what kinds there are, and what is made of the counts. Pure."""
