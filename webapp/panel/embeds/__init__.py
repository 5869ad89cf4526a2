"""The embeds on partner sites, for staff: where they stand, what they show, and who no longer may."""
