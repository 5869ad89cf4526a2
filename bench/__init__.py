"""Fan-out side by side with its peers and with the limit: `make bench`, or `python -m bench --help`."""
