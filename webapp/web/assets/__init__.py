"""Our scripts, sheets and pictures: what is bundled, how it is served, and at which address."""
