"""From parsed stories to published articles."""
