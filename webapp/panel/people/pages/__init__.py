"""The panel's pages of accounts: one's own, and everybody's for an admin."""
