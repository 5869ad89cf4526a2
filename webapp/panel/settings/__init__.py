"""The page of the station's settings: each explained, tried before it is in force, and put back by one act."""
