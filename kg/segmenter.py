"""Words by jieba's dictionary, which is read from jieba's own package: the only module that loads jieba.

jieba keeps the dictionary in the system's temporary folder (`jieba.cache`) and unmarshals whatever stands there under that
name, so that another user of the machine could decide what the words are. Reading the dictionary itself takes as long.
"""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def segmenter() -> Any:
    """Return a `jieba.Tokenizer` of its own, which no `jieba.add_word` elsewhere reaches; made in about a second.

    >>> list(segmenter().cut("云川大学揭牌", HMM=False))[-1]
    '揭牌'
    """
    import jieba  # slow to import, and only pages and some searches need it

    made = jieba.Tokenizer()
    made.FREQ, made.total = made.gen_pfdict(made.get_dict_file())
    made.initialized = True  # else it would look for the cache
    return made
