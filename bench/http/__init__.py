"""Documents from memory beside a bare Flask view and a bare WSGI callable."""
