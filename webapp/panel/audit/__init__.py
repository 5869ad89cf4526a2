"""The audit trail in the panel: searched, and exported."""
