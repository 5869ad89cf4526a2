"""When: times, zones and dates as sources write them."""
