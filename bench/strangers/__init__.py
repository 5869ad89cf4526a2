"""What requests by strangers cost the event loop of a web process."""
