"""The site of a graph: SPARQL endpoint, pages of entities and articles, search, reconciliation; read-only, on loopback."""
