"""Everything that is stored: the only room that talks to Valkey/Redis."""
