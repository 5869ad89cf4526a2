"""Topics and hosts that listeners follow: their pages, their feeds, and what is new of all that one device follows."""
