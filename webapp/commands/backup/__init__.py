"""`airwire backup`, `restore` and `upgrade-check`."""
