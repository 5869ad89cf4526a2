"""Alerts of the authorities: asked for, read and given to the desk."""
