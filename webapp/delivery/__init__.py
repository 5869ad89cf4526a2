"""From the log to the listeners: relay, fan-out, wire format, Socket.IO, server-sent events."""
