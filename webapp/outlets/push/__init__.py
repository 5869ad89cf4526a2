"""Web push as a surface: campaigns are sent by any number of processes, each a shard at a time."""
