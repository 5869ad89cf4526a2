"""The stream's status: what was seen, and what is worth telling."""
