"""Reads: the identity of readers, the ranking, editors' pins, airtime."""
