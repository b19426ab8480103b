"""Transfer to other stores, graph by graph: by Graph Store Protocol or SPARQL Update, resumable, verified by counts."""

from kg.push.endpoint import Credentials, Endpoint
from kg.push.pushing import Pushed, push, verify

__all__ = ["Credentials", "Endpoint", "Pushed", "push", "verify"]
