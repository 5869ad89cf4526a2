"""Listeners' receivers: stream titles, DAB, RDS and RadioVIS."""
