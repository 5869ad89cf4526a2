"""Web push in the store: subscriptions, campaigns under way, and the key that signs."""
