"""Processes that we start: tied to our life, read line by line, ended for certain."""
