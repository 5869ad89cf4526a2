"""What partner sites embed."""
