"""Staff: passwords, and limits on how much one account may do."""
