"""Links to authorities: entities are looked up in a reconciliation service, and what is sure enough is proposed."""

from kg.reconcile.matching import Proposal, propose, write_proposals
from kg.reconcile.service import Service

__all__ = ["Proposal", "Service", "propose", "write_proposals"]
