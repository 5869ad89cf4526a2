"""What a web process is made of, beside its views: its parts by name, threads, sessions, headers, answers to errors."""
