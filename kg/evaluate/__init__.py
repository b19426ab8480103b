"""How good the extraction is on articles that a reader has annotated: figures, errors in context, what each stage is worth."""

from kg.evaluate.evaluation import Evaluation, evaluate
from kg.evaluate.gold import GoldDocument, load_gold

__all__ = ["Evaluation", "GoldDocument", "evaluate", "load_gold"]
