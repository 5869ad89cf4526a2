"""Pictures from elsewhere, fetched once from where they are and shown from here in the size that a page needs."""
