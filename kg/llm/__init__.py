"""Extraction by a language model: a contract out of the ontology, a verbatim gate, and one decision with the rules."""
