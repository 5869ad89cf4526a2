"""RSS, RDF and Atom."""
