"""The programme grid itself: read, checked, written."""
