"""What is kept of the streams."""
