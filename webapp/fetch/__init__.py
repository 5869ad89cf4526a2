"""A bounded HTTP client for addresses that strangers name (no access to inner networks unless it is allowed)."""
