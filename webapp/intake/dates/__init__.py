"""Dates, times and time zones as sources write them."""
