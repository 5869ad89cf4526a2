"""Panel: listeners by the minute, and how long headlines take to reach them."""
