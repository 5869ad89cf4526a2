"""What a backup costs."""
