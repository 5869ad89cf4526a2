"""How soon every surface has the newsroom's word, and its withdrawal."""
