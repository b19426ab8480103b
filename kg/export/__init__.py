"""Out of the graph: RDF in every syntax, tables for spreadsheets and R, networks for Gephi."""
