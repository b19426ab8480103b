"""kg mcp: what an assistant is told, asked through the SDK's own client."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp")

import anyio
from mcp import StdioServerParameters
from mcp.client import Client
from mcp.client.stdio import stdio_client

from kg.cli import main
from kg.mcp.server import make_server
from kg.serve.lists.events import list_events
from kg.serve.lists.selection import Selection
from kg.serve.site import Site
from kg.serve.workers import Limits, Pool

ROOT = Path(__file__).parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
QUOTE = "李建国，男，1971年8月出生于白鹭县鹭洲镇，1992年7月参加工作"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mcp")
    articles = folder / "articles"
    shutil.copytree(ROOT / "kg" / "demo", articles)
    main(["build", str(articles), "--store", str(folder / "store"), "--jobs", "1", "-q"])
    return folder / "store"


@pytest.fixture(scope="module")
def site(store: Path) -> Iterator[Site]:
    pool = Pool(1, Limits(seconds=5))
    yield Site(store, pool, records=store)
    pool.close()


@pytest.fixture
def ask(site: Site) -> Callable[..., dict[str, Any]]:
    def asked(tool: str, **arguments: Any) -> dict[str, Any]:
        async def run() -> dict[str, Any]:
            async with Client(make_server(site)) as client:
                return answer_of(await client.call_tool(tool, arguments))

        return anyio.run(run)

    return asked


def answer_of(result: Any) -> dict[str, Any]:
    if result.is_error:
        raise AssertionError(result.content[0].text)
    data: dict[str, Any] = result.structured_content
    return data


def citations(value: Any) -> Iterator[dict[str, Any]]:
    """Yield all citations in an answer."""
    if isinstance(value, dict):
        if "sentence_iri" in value:
            yield value
        for inner in value.values():
            yield from citations(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from citations(inner)


def check_cited(answer: dict[str, Any]) -> None:
    """Every citation is a sentence of its file, word for word, with its article, date and source."""
    found = list(citations(answer))
    assert found
    for c in found:
        text = (ROOT / "kg" / "demo" / c["file"]).read_text("utf-8")
        assert text[c["start"] : c["end"]] == c["sentence"]
        assert c["sentence_iri"].startswith(c["article_iri"])
        assert c["article"] in text
        assert (c["source"], c["date"][:4]) == ("云川日报", "2021")


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("search", {"words": "李建国"}),
        ("search", {"words": "透水", "fields": "sentences"}),
        ("entity", {"name": "陆怀谦"}),
        ("entity", {"name": "李建国"}),
        ("events", {"person": "陆怀谦"}),
        ("path", {"start": "陆怀谦", "end": "顾维舟"}),
        ("sparql", {"query": "SELECT ?s { ?s a kg:Statement } ORDER BY ?s LIMIT 5"}),
        ("verify_quote", {"quote": QUOTE}),
    ],
)
def test_every_answer_cites_sentences_with_article_date_source_and_iri(
    ask: Callable[..., dict[str, Any]], tool: str, arguments: dict[str, Any]
) -> None:
    check_cited(ask(tool, **arguments))


def test_tools_are_marked_as_reading_only(site: Site) -> None:
    async def run() -> list[tuple[str, bool | None]]:
        async with Client(make_server(site)) as client:
            return [(t.name, t.annotations and t.annotations.read_only_hint) for t in (await client.list_tools()).tools]

    names = ["search", "entity", "events", "path", "sparql", "sentence", "verify_quote"]
    assert anyio.run(run) == [(name, True) for name in names]


def test_a_name_with_several_bearers_is_not_answered_as_if_it_were_one(ask: Callable[..., dict[str, Any]]) -> None:
    answer = ask("entity", name="李建国")
    assert answer["entity"] is None
    assert answer["statements"] == []
    iris = [b["resource"]["iri"] for b in answer["bearers"]]
    assert len(set(iris)) == len(iris) > 1
    assert ask("entity", name=iris[0])["entity"]["iri"] == iris[0]


def test_statements_are_cut_at_the_limit_and_the_rest_follows_with_offset(ask: Callable[..., dict[str, Any]]) -> None:
    whole = ask("entity", name="陆怀谦", limit=100)
    assert not whole["truncated"]
    first = ask("entity", name="陆怀谦", limit=2)
    assert first["truncated"]
    assert "offset" in first["note"]
    rest = ask("entity", name="陆怀谦", limit=100, offset=2)
    assert first["statements"] + rest["statements"] == whole["statements"]


def test_positions_are_statements_with_title_tenure_and_organisation(ask: Callable[..., dict[str, Any]]) -> None:
    held = [
        s for s in ask("entity", name="陆怀谦", limit=100)["statements"] if s["property"].startswith("holdsPosition")
    ]
    assert any("市长" in s["words"] and s["other"]["name"] for s in held)


def test_events_are_filtered_by_participant_place_type_and_period(ask: Callable[..., dict[str, Any]]) -> None:
    def names(**asked: Any) -> list[str]:
        return [e["event"]["iri"] for e in ask("events", limit=100, **asked)["events"]]

    mayor = names(person="陆怀谦")
    assert mayor
    assert set(names(person="陆怀谦", since="2021-08")) < set(mayor)
    assert set(names(person="陆怀谦", since="2021-08", until="2021-08-31")) <= set(
        names(since="2021-08", until="2021-08")
    )
    assert names(person="陆怀谦", since="1990", until="1991") == []
    meetings = ask("events", type="会议", limit=100)["events"]
    assert meetings
    types = [{t.split()[0] for t in e["event"]["types"]} for e in meetings]
    assert all(t & {"Meeting", "PressConference"} for t in types)
    assert any("Meeting" in t for t in types)
    assert len(meetings) < len(ask("events", limit=100)["events"])
    assert set() < set(names(place="柳溪乡")) < set(names(place="青石县"))  # a town of the county
    dates = [e["date"] for e in ask("events", limit=100)["events"]]
    assert dates == sorted(dates, key=lambda d: (not d, d))


@pytest.mark.parametrize(
    "period", [("2021-02", "2021-02"), ("2021-03-01", "2021-07-31"), ("2021-10", ""), ("", "2021-05")]
)
def test_a_period_holds_the_events_that_it_holds_on_the_site(
    ask: Callable[..., dict[str, Any]], site: Site, period: tuple[str, str]
) -> None:
    since, until = period
    listed = list_events(site.opened().catalogue, Selection(since=since, until=until))
    found = ask("events", since=since, until=until, limit=100)["events"]
    assert 0 < len(listed) < 100 and {e["event"]["iri"] for e in found} == {e.iri for e in listed}


def test_events_are_bounded_and_say_so(ask: Callable[..., dict[str, Any]]) -> None:
    answer = ask("events", limit=3)
    assert len(answer["events"]) == 3
    assert answer["truncated"]
    following = ask("events", limit=3, offset=3)["events"]
    assert not {e["event"]["iri"] for e in following} & {e["event"]["iri"] for e in answer["events"]}


def test_a_path_is_a_chain_of_statements(ask: Callable[..., dict[str, Any]]) -> None:
    answer = ask("path", start="陆怀谦", end="顾维舟")
    assert answer["paths"]
    for steps in answer["paths"]:
        assert [s["start"]["iri"] for s in steps[1:]] == [s["end"]["iri"] for s in steps[:-1]]
        assert (steps[0]["start"]["name"], steps[-1]["end"]["name"]) == ("陆怀谦", "顾维舟")
    assert ask("path", start="陆怀谦", end="陆怀谦")["paths"] == []
    none = ask("path", start="陆怀谦", end="楚砚白", longest=1)
    assert none["paths"] == []
    assert "no path" in none["note"]


def test_a_query_answers_with_rows_and_is_cut_at_the_limit(ask: Callable[..., dict[str, Any]]) -> None:
    answer = ask("sparql", query="SELECT ?name { ?x a kg:Person ; skos:prefLabel ?name } ORDER BY ?name", limit=5)
    assert (answer["columns"], len(answer["rows"]), answer["truncated"]) == (["name"], 5, True)
    assert "LIMIT" in answer["note"]
    assert ask("sparql", query="ASK { ?x a kg:Person }")["rows"] == [["true"]]
    assert "kg:Person" in ask("sparql", query="CONSTRUCT { ?x a kg:Person } WHERE { ?x a kg:Person }")["turtle"]
    assert ask("sparql", query="CONSTRUCT WHERE { ?s ?p ?o }")["truncated"]


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        ("sparql", {"query": "DELETE WHERE { ?s ?p ?o }"}, "not valid"),
        ("sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"}, "off"),
        ("sparql", {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"}, "5 seconds"),
        ("sparql", {"query": "SELECT"}, "not valid"),
        ("entity", {"name": "无此人"}, "there is no entity"),
        ("entity", {"name": "> } DELETE {"}, "there is no entity"),
        ("events", {"person": "云川市"}, "no person"),
        ("events", {"type": "Banquet"}, "there is no event type"),
        ("events", {"since": "昨天"}, "no date"),
        ("events", {"until": "2021-13"}, "no date"),
        ("path", {"start": "陆怀谦", "end": "无此人"}, "there is no entity"),
        ("sentence", {"iri": "https://example.org/"}, "there is no sentence"),
        ("verify_quote", {"quote": "好"}, "no quote"),
        ("verify_quote", {"quote": QUOTE, "article": "n99.txt"}, "there is no article"),
        ("search", {"words": "李建国", "limit": 1000}, "100"),
    ],
)
def test_what_cannot_be_answered_is_an_error_that_says_why(
    site: Site, tool: str, arguments: dict[str, Any], message: str
) -> None:
    async def run() -> Any:
        async with Client(make_server(site)) as client:
            return await client.call_tool(tool, arguments)

    result = anyio.run(run)
    assert result.is_error
    assert message in result.content[0].text


def test_a_sentence_comes_with_its_neighbours_and_what_it_states(ask: Callable[..., dict[str, Any]]) -> None:
    iri = ask("verify_quote", quote=QUOTE)["citations"][0]["sentence_iri"]
    answer = ask("sentence", iri=iri)
    text = (ROOT / "kg" / "demo" / "n15.txt").read_text("utf-8")
    assert QUOTE in answer["citation"]["sentence"]
    assert answer["before"] in text[: answer["citation"]["start"]]
    assert any("bornIn" in s and "鹭洲镇" in s for s in answer["states"])
    assert ask("sentence", iri=iri, limit=1)["truncated"]


@pytest.mark.parametrize(
    ("quote", "article", "verbatim", "exact"),
    [
        (QUOTE, "", True, True),
        (QUOTE.replace("，", ","), "", True, False),
        ("李建国，男，1971年8月出生于白鹭县鹭洲镇，1993年7月参加工作", "", False, False),
        ("李建国，男，1992年7月参加工作", "", False, False),
        ("沈若谷任市委副书记 李建国任副市长", "", True, True),
        (QUOTE, "n15.txt", True, True),
        (QUOTE, "n01.txt", False, False),
        ("从来没有人说过的话", "", False, False),
    ],
    ids=["exact", "marks", "reworded", "stitched", "headline", "named", "elsewhere", "invented"],
)
def test_only_a_quote_that_stands_in_an_article_is_verbatim(
    ask: Callable[..., dict[str, Any]], quote: str, article: str, verbatim: bool, exact: bool
) -> None:
    answer = ask("verify_quote", quote=quote, article=article)
    assert (answer["verbatim"], answer["exact"]) == (verbatim, exact)
    assert bool(answer["citations"]) == verbatim


def test_a_quote_from_a_sentence_that_states_nothing_is_found_in_the_article_that_is_named(
    ask: Callable[..., dict[str, Any]], store: Path
) -> None:
    cited = {row[0] for row in ask("sparql", query="SELECT ?t { ?s kg:text ?t }", limit=100)["rows"]}
    for file in sorted((ROOT / "kg" / "demo").glob("n*.txt")):
        for sentence in re.findall(r"[^。\n]{12,}。", file.read_text("utf-8")):
            if not any(sentence in text for text in cited) and not ask("verify_quote", quote=sentence)["verbatim"]:
                answer = ask("verify_quote", quote=sentence, article=file.name)
                assert answer["verbatim"]
                assert answer["citations"][0]["date"]
                return
    pytest.fail("the graph cites every sentence of the sample corpus")


async def talk(client: Client) -> list[str]:
    async with client:
        assert "Cite what you state" in (client.instructions or "")
        found = answer_of(await client.call_tool("search", {"words": "陆怀谦", "limit": 1}))
        return [found["found"][0]["resource"]["name"]]


def test_the_server_speaks_over_the_standard_streams(store: Path) -> None:
    command = ["-m", "kg", "mcp", str(store)]
    parameters = StdioServerParameters(command=sys.executable, args=command, env=ENVIRONMENT)

    async def run() -> Awaitable[list[str]] | list[str]:
        return await talk(Client(stdio_client(parameters)))

    assert anyio.run(run) == ["陆怀谦"]


def test_the_server_speaks_http_on_this_machine_and_to_no_page_of_another_site(store: Path) -> None:
    import httpx

    command = [sys.executable, "-m", "kg", "mcp", str(store), "--port", "0"]
    with subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            assert process.stdout
            address = process.stdout.readline().split()[0]
            assert address.startswith("http://127.0.0.1:")

            async def run() -> list[str]:
                return await talk(Client(address))

            assert anyio.run(run) == ["陆怀谦"]
            for header in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}):
                refused = httpx.post(address, headers=header, json={}, trust_env=False)
                assert refused.status_code in {403, 421}
        finally:
            process.terminate()
            assert process.wait(20) in {0, 143, -15}


def test_without_the_sdk_the_command_names_the_extra(
    store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    assert main(["mcp", str(store)]) == 2
    assert "pip install 'kg-news[mcp]'" in capsys.readouterr().err


def test_a_graph_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["mcp", str(tmp_path / "none.trig")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
