"""How far it goes: a model of store, web processes and listeners, fed with what was measured (`python -m bench.scale`)."""
