"""The programme grid: what is on the air when, and the articles that rotate beside it."""
