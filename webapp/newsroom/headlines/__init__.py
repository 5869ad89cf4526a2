"""The record of breaking headlines: what was published, corrected and withdrawn, after they have left the board."""
