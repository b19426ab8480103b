"""Evaluation of the extraction on annotated articles: figures, errors in context, the contribution of each component."""

from kg.evaluate.evaluation import Evaluation, evaluate
from kg.evaluate.gold import GoldDocument, load_gold

__all__ = ["Evaluation", "GoldDocument", "evaluate", "load_gold"]
