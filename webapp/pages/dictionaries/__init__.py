"""The compression dictionaries of the listeners' pages."""
