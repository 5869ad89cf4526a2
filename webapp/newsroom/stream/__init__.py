"""The stream's status: what was observed, and when a change of it is published."""
