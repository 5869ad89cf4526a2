"""What agencies ask the newsroom to do, and what became of it."""
