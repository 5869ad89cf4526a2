"""How fast alerts of the authorities are taken, and whether chains of them end right."""
