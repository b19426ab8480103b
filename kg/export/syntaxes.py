"""The syntaxes of RDF that an export knows, and what is in them."""

SYNTAXES = {
    "ttl": "Turtle, sorted and grouped: the union of the articles' graphs",
    "trig": "TriG, a named graph for each article",
    "nt": "N-Triples: the union",
    "nq": "N-Quads, a named graph for each article",
    "jsonld": "JSON-LD with a context: the union",
    "rdf": "RDF/XML: the union",
}
