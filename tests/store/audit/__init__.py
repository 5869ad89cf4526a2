"""The audit trail: chained, searched, trimmed."""
