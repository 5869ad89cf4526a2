"""What is wrong with this process, and whether another one would serve better."""
