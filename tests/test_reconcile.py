"""Links to an authority, looked up in a reconciliation service that is started here."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from conftest import ROOT
from pyoxigraph import NamedNode

from kg.cli import main
from kg.errors import InputError
from kg.reconcile import Proposal, Service, propose, write_proposals
from kg.store import load

SAME_AS = NamedNode("http://www.w3.org/2002/07/owl#sameAs")
MANIFEST = {
    "versions": ["0.2"],
    "name": "名录",
    "identifierSpace": "http://authority.example/entity/",
    "schemaSpace": "http://authority.example/prop/",
    "batchSize": 4,
}
KNOWN = {
    "云川大学": [("Q1", "云川大学", 100, True), ("Q2", "云川大学附属医院", 60, False)],
    "陆怀谦": [("Q3", "陆怀谦", 70, False)],
    "云川市": [("Q4", "云川市", 100, True), ("Q5", "云川市", 98, False)],
    "甲学会": [("Q6", "甲学会", 90, True), ("Q7", "甲学会", 80, False)],
    "乙学会": [("Q8", "乙学会", 100, False)],
    "丙学会": [("Q9", "丙学会", 89, True)],
    "丁学会": [("Q10", "丁学会", 100, True), ("Q11", "丁学会", 91, True)],
    "戊学会": [("Q12", "戊协会", 100, True)],
    "己學會": [("Q13", "己学会", 100, True)],
}


@dataclass
class FakeService:
    """What the service was asked, and how it answers."""

    manifest: object = field(default_factory=lambda: MANIFEST)
    batches: list[dict[str, dict[str, object]]] = field(default_factory=list)
    refuse: int = 0  # so many requests are answered with 429 first
    silent: str = ""  # a name that it leaves out of its answer
    at: str = ""


@pytest.fixture
def service() -> Iterator[FakeService]:
    state = FakeService()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(state.manifest)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if state.refuse:
                state.refuse -= 1
                self.send_response(429)
                self.send_header("Retry-After", "0")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            queries = json.loads(parse_qs(body)["queries"][0])
            state.batches.append(queries)
            asked = {q: a["query"] for q, a in queries.items() if a["query"] != state.silent}
            self.answer({q: {"result": [candidate(*c) for c in KNOWN.get(name, [])]} for q, name in asked.items()})

        def answer(self, data: object) -> None:
            body = data.encode() if isinstance(data, str) else json.dumps(data).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    state.at = f"http://127.0.0.1:{server.server_port}/"
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


def candidate(id_: str, name: str, score: float, match: bool) -> dict[str, object]:
    return {"id": id_, "name": name, "score": score, "match": match, "type": []}


WANTED = [
    ("organisation/云川大学", "Organisation", "云川大学"),
    ("person/陆怀谦", "Person", "陆怀谦"),
    ("place/云川市", "Place", "云川市"),
    ("place/无名村", "Place", "无名村"),
]


def proposals(service: Service) -> dict[str, Proposal]:
    return {p.key: p for _, p in propose(service, WANTED, {"Person": "Q5"}) if p}


def test_a_link_is_sure_only_above_the_threshold_with_the_same_name_and_no_rival(service: FakeService) -> None:
    found = proposals(Service(service.at, per_second=1000))
    assert {k: p.sure for k, p in found.items()} == {
        "organisation/云川大学": True,
        "person/陆怀谦": False,
        "place/云川市": False,
    }
    assert found["organisation/云川大学"].iri == "http://authority.example/entity/Q1"


def test_each_condition_alone_keeps_a_link_from_being_sure(service: FakeService) -> None:
    client = Service(service.at, per_second=1000)
    wanted = [(f"organisation/{name}", "Organisation", name) for name in KNOWN if name.endswith(("学会", "學會"))]
    found = [p for _, p in propose(client, wanted, {}) if p]
    assert {p.key.removeprefix("organisation/"): p.sure for p in found} == {
        "甲学会": True,  # just enough of all
        "乙学会": False,  # the service says no match
        "丙学会": False,  # the score
        "丁学会": False,  # the next candidate is too near
        "戊学会": False,  # another name
        "己學會": True,  # the same name in the other script
    }


def test_queries_go_in_batches_of_the_manifest_with_the_services_types(service: FakeService) -> None:
    client = Service(service.at, per_second=1000)
    many = [(f"person/甲{n}", "Person", f"甲{n}") for n in range(9)]
    assert len(list(propose(client, many, {"Person": "Q5"}))) == 9
    assert [len(b) for b in service.batches] == [4, 4, 1]
    assert all(q["type"] == "Q5" for b in service.batches for q in b.values())


def test_answers_are_kept_and_not_asked_for_again(service: FakeService, tmp_path: Path) -> None:
    first = proposals(Service(service.at, tmp_path / "kept.sqlite", 1000))
    asked = len(service.batches)
    again = proposals(Service(service.at, tmp_path / "kept.sqlite", 1000))
    assert again == first
    assert len(service.batches) == asked == 1


def test_a_service_that_asks_for_patience_is_asked_again(service: FakeService) -> None:
    service.refuse = 2
    assert proposals(Service(service.at, per_second=1000))
    assert len(service.batches) == 1


def test_a_service_that_answers_in_part_is_reported_and_its_answers_are_kept(
    service: FakeService, tmp_path: Path
) -> None:
    many = [(f"person/甲{n}", "Person", f"甲{n}") for n in range(6)]
    service.silent = "甲4"
    with pytest.raises(InputError, match="did not answer 甲4"):
        list(propose(Service(service.at, tmp_path / "kept.sqlite", 1000), many, {}))
    service.silent = ""
    asked = len(service.batches)
    assert len(list(propose(Service(service.at, tmp_path / "kept.sqlite", 1000), many, {}))) == 6
    assert [q["query"] for b in service.batches[asked:] for q in b.values()] == ["甲4"]


@pytest.mark.parametrize("manifest", ["<html>welcome</html>", [], {"name": "no spaces"}])
def test_what_is_no_reconciliation_service_is_reported(service: FakeService, manifest: object) -> None:
    service.manifest = manifest
    with pytest.raises(InputError, match="is no reconciliation service"):
        Service(service.at)


def test_a_service_out_of_reach_is_reported(service: FakeService, monkeypatch: pytest.MonkeyPatch) -> None:
    import urllib3

    monkeypatch.setattr("kg.reconcile.service.RETRY", urllib3.Retry(total=0))
    with pytest.raises(InputError, match="cannot be reached"):
        Service("http://127.0.0.1:9/")
    with pytest.raises(InputError, match="is no web address"):
        Service("名录")


def test_an_id_becomes_the_iri_of_the_manifest(service: FakeService) -> None:
    service.manifest = {
        **MANIFEST,
        "identifierSpace": "http://authority.example/space",
        "view": {"url": "http://authority.example/see/{{id}}"},
    }
    client = Service(service.at)
    assert client.iri("7") == "http://authority.example/see/7"
    assert client.iri("http://other.example/7") == "http://other.example/7"


def test_proposals_are_added_once_and_keep_what_stands_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "corrections.txt"
    file.write_text("# mine\nmerge person/甲 person/乙", "utf-8")
    new = [
        Proposal("person/丙", "http://a.example/1", "丙", 100, True),
        Proposal("person/丁 b", "http://a.example/2", "丁", 50, False),
    ]
    assert write_proposals(file, new, "名录") == (1, 1)
    text = file.read_text("utf-8")
    assert text.startswith("# mine\nmerge person/甲 person/乙\n# proposed by 名录")
    assert "\nsame person/丙 http://a.example/1  # 丙, 100\n# same 'person/丁 b' http://a.example/2  # 丁, 50\n" in text
    assert write_proposals(file, new, "名录") == (0, 0)
    assert file.read_text("utf-8") == text


def test_a_link_that_was_found_stands_in_the_graph_after_the_next_build(
    service: FakeService, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build = ["build", str(ROOT / "kg/demo"), "-o", str(tmp_path), "-q", "--jobs", "1"]
    assert main(build) == 0
    graph = str(tmp_path / "graph.trig")
    look = ["reconcile", graph, "--service", service.at, "--rate", "1000", "--kind", "Organisation", "--kind", "Person"]
    assert main(look) == 0
    assert "名录: 1 new links, 1 to be reviewed" in capsys.readouterr().out
    assert main(build) == 0
    linked = [str(q.object) for q in load(graph).quads_for_pattern(None, SAME_AS, None, None)]
    assert linked == ["<http://authority.example/entity/Q1>"]


@pytest.mark.parametrize(
    ("more", "message"),
    [(["--kind", "Dog"], "not a class"), (["--type", "Dog=1"], "not a class"), (["--rate", "0"], "above zero")],
)
def test_options_that_make_no_sense_are_reported(
    more: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reconcile", "--service", "http://127.0.0.1:9/", *more]) == 2
    assert message in capsys.readouterr().err
