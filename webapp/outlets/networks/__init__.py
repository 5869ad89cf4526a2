"""Networks where people follow the station: posts that are corrected and taken back where the network can."""
