"""From records and identities to RDF: quads, files, queries, validation."""
