"""The rules of the newsroom as pure values and functions: no store, no web framework, no clock."""
