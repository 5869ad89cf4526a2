"""What commands share that take long: how far they are, and how they are stopped."""
