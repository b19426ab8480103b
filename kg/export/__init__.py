"""Out of the graph: RDF in every syntax, tables for spreadsheets and R, networks for Gephi."""

from kg.export.entail import entailed
from kg.export.rdf import SYNTAXES, quads_in_order, reified, written
from kg.export.tables import write_tables

__all__ = ["SYNTAXES", "entailed", "quads_in_order", "reified", "write_tables", "written"]
