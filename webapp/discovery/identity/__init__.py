"""Who the station is: name, tagline, languages, zone, logo, colour, how to reach it, and its accounts elsewhere."""
