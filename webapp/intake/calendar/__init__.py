"""iCalendar → programme grid."""
