"""Patterns that several components use."""

from __future__ import annotations

import re

from kg.wordlists import either, table, words

FAMILY_WORD = re.compile(
    r"(?:其|之|的|长|次|幼|独|养)(?:子|女|妻|夫|父|母|弟|兄|妹|姐|孙)|[儿妻女父母][子亲儿]|丈夫|夫人|弟弟|哥哥|妹妹|姐姐"
)
MINISTRIES = frozenset(w for w, kind in table("state_offices").items() if kind == "organisation")
CALLED_LETTERS = frozenset(surname[0] for surname in words("called_surnames"))
CALLED = re.compile(  # a surname with a title in place of the name
    rf"(?P<surname>{either('called_surnames')})(?P<title>{either('called_titles')})(?!员)"
)
