"""Lines of a file to paragraphs of an article: which lines go on, which begin anew."""

from __future__ import annotations

import pytest

from kg.model import Source
from kg.read import split

LONG = "昨日上午云川市委书记程望舒来到云川大学就今年的招生工作进行专题调研，并听取了学校"


def body_of(*lines: str) -> list[str]:
    """Return the paragraphs of an article of a headline and some lines."""
    (article,) = split(Source("a.txt", "云川大学今年扩大招生\n\n" + "\n\n".join(lines)))
    (part,) = [p for p in article.parts if p.kind == "body"]
    return article.text[part.start : part.end].split("\n")


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        ((LONG, "负责人的汇报，随后召开座谈会。"), [LONG + "负责人的汇报，随后召开座谈会。"]),
        (
            (LONG + "的汇报。", "他说，今年的任务很重，要早作准备。"),
            [LONG + "的汇报。", "他说，今年的任务很重，要早作准备。"],
        ),
        ((LONG, "本报讯（记者 何书远）昨日，又有新的消息。"), [LONG, "本报讯（记者 何书远）昨日，又有新的消息。"]),
        ((LONG, "招生工作要点"), [LONG, "招生工作要点"]),  # no prose: a heading between paragraphs
        (("一是抓好招生，", "二是抓好就业，"), ["一是抓好招生，", "二是抓好就业，"]),  # a list, not a column
        (("今年的招生工作，计划已经确定下来，", "共一千人。"), ["今年的招生工作，计划已经确定下来，", "共一千人。"]),
        (
            ("今年的招生工作要点，计划已经确定下来，", "共一千人，都已落实。"),
            ["今年的招生工作要点，计划已经确定下来，", "共一千人，都已落实。"],
        ),
        (
            ("今年的招生工作的要点，计划已经确定下来，", "共一千人，都已落实。"),
            ["今年的招生工作的要点，计划已经确定下来，共一千人，都已落实。"],
        ),
    ],
)
def test_a_line_goes_on_where_prose_was_broken_off(lines: tuple[str, ...], paragraphs: list[str]) -> None:
    assert body_of(*lines) == paragraphs
