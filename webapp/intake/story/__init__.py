"""The parts of one story: text, language, address, pictures."""
