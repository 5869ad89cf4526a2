"""Frames, backlogs and writes of websocket connections."""
