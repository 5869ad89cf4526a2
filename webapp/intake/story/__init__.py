"""What one story from outside says: text, dates, language, identity, pictures."""
