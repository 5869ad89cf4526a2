"""Staff: passwords, and how much one may do in a while."""
