"""The board, the log and its replicas."""
