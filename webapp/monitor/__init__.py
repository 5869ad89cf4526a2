"""The process that asks the streams whether they are on the air."""
