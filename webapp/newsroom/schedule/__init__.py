"""The programme grid: what is on, when, and what turns beside it."""
