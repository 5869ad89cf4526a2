"""The audit trail in the store: written, read, checked and trimmed."""
