"""For hybrid radios (RadioDNS): RadioVIS by HTTP, and what there is and when (SPI)."""
