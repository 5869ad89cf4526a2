"""The record in the panel."""
