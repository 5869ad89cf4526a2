"""What partner sites rely on from one release to the next."""
