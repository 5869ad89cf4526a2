"""What stands in a headline as an anchor speaks it: numbers, abbreviations and names in words."""
