"""What the station sends and when: streams, the servers behind them, the schedule."""
