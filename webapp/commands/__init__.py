"""Commands of `airwire`, one file a command; `cli` loads each when it is asked for."""
