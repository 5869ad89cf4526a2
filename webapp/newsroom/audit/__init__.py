"""The audit trail: who did what, as a chain in which a change shows."""
