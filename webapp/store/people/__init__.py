"""Staff, audit trail, rate counters and live processes in the store."""
