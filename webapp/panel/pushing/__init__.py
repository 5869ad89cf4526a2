"""Headlines on their way out: those that wait, who approves them, and who is at the desk."""
