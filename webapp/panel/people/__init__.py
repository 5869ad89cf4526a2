"""Signing in and out, and who was refused."""
