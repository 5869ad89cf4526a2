"""What editors write here: articles as Markdown, those that are not out yet, and pictures that were uploaded."""
