"""What is kept: the only room that talks to Valkey/Redis."""
