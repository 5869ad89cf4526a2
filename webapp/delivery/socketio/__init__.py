"""Flask-SocketIO with our own fan-out."""
