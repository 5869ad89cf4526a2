"""What a station's file says for its own pages: contact, about, corrections, privacy."""
