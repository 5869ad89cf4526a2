"""Alerts of the authorities (CAP 1.2): what a document says, which of them are in force, and where they apply."""
