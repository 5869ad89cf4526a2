"""The page that makes a station of its site's address, at the first start, without a file."""
