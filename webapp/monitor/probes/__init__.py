"""Looking at the station's streams from outside, as a listener's player would: one look yields one `Observation`."""
