"""What a listener on a slow or metered line notices."""
