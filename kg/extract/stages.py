"""The stages of extraction that can be left out, to measure what each is worth (ablation)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

Stage = Literal[
    "names", "repetition", "coreference", "positions", "subjects", "merging", "awards", "biography", "nesting", "ties"
]
STAGES: tuple[Stage, ...] = get_args(Stage)
MEANING: Mapping[Stage, str] = {
    "names": "the rules of Chinese names over the network's spans",
    "repetition": "a name once found is found everywhere in the article",
    "coreference": "short and full names, bare bodies, 该公司",
    "positions": "posts from titles",
    "subjects": "subjects carried over from the clause or the sentence before",
    "merging": "headline, lead and body tell one event",
    "awards": "awards and who won them",
    "biography": "birthplaces, memberships, kin",
    "nesting": "places in places, bodies of bodies, from names in a row",
    "ties": "ties between bodies",
}
