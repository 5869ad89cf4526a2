"""Listeners' HTML pages."""
