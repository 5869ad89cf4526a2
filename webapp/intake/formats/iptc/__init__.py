"""The formats of the IPTC, in which news agencies deliver: ninjs, NITF, NewsML-G2."""
