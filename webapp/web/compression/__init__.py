"""Answers in fewer bytes: codings that the client takes."""
