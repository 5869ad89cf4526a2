"""Outlets: the ledger of headlines and surfaces, for staff and newsroom systems."""
