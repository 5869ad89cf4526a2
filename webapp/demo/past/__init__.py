"""The days before the demo was started, invented: listeners, reads, the record, the stream. Always the same for one moment."""
