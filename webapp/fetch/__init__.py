"""Fetching what strangers name, safely."""
