"""iCalendar to the programme grid."""
