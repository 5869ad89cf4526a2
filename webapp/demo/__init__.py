"""The demo station: a fictional radio-news station with its grid, its articles, its pictures and its own sound."""
