"""The rundown in the store."""
