"""Panel: sources, streams and encoders."""
