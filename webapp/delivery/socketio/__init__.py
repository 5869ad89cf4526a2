"""Flask-SocketIO with a fan-out of its own."""
