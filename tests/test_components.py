"""The components of extraction: left out, added by other packages, and the ids of their rules."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.api import Graph
from kg.cli import main
from kg.errors import InputError
from kg.evaluate.ablation import component_list
from kg.extract import Extractor, Setup, Stage, extract, made_with, pipeline
from kg.extract.candidates import Draft, MentionCandidate
from kg.extract.lexicon import BY_MODEL, BY_MODEL_AND_RULE, component_of, is_left_out, rules
from kg.extract.pipeline import BUILT_IN, Pipeline
from kg.language import analyse, analyse_all
from kg.model import AnalysedArticle, ArticleRecord, Metadata, Source
from kg.read import read, split

ROOT = Path(__file__).parent.parent
TEXT = "市长到医院调研\n\n1月4日，市长陆怀谦到市中心医院调研，沈若谷陪同。\n\n试验艇甲三正在试验。"
TAGGER = '''
from kg.model import Token

class Characters:
    """Every character is a word, and every 陆怀谦 a person."""

    def tag(self, texts, starts=()):
        return [tuple(self.words(t, starts[n] if starts else 0)) for n, t in enumerate(texts)]

    def words(self, text, start):
        i = 0
        while i < len(text):
            size = 3 if text.startswith("陆怀谦", i) else 1
            yield Token(start + i, start + i + size, "PER" if size == 3 else "v")
            i += size
'''
EXTRACTOR = """
from kg.extract import Extractor, Stage
from kg.extract.candidates import MentionCandidate

def count(articles):
    return [a.article.text.count("试验艇甲三") for a in articles]

def find(draft):
    if draft.prepared["ships"]:
        at = draft.text.index("试验艇甲三")
        sentence = next(s.index for s in draft.sentences if s.start <= at < s.end)
        yield MentionCandidate(at, at + 5, "Organisation", "ships.named", 9, sentence)

SHIPS = Extractor("ships", Stage.MENTIONS, find, "ships by their names", count)
"""


def package(folder: Path, name: str, module: str, entry_points: str) -> Path:
    """Install a package: its module, and the metadata that pip writes beside it."""
    info = folder / f"{name}-1.5.dist-info"
    info.mkdir(parents=True)
    (folder / f"{name}.py").write_text(module, "utf-8")
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.5\n", "utf-8")
    (info / "entry_points.txt").write_text(entry_points, "utf-8")
    return folder


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    package(folder, "kgcharacters", TAGGER, "[kg.taggers]\ncharacters = kgcharacters:Characters\n")
    return package(folder, "kgships", EXTRACTOR, "[kg.extractors]\nships = kgships:SHIPS\n")


def kg(packages: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    paths = [str(packages), str(ROOT), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in paths if p)}
    command = [sys.executable, "-m", "kg", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, encoding="utf-8", check=False)


def corpus(folder: Path, count: int = 1) -> str:
    folder.mkdir()
    for n in range(count):
        (folder / f"a{n}.txt").write_text(TEXT, "utf-8")
    return str(folder)


def test_build_uses_the_tagger_of_another_package(packages: Path, tmp_path: Path) -> None:
    texts, out = corpus(tmp_path / "texts"), tmp_path / "out"
    done = kg(packages, "build", texts, "-o", str(out), "--tagger", "characters", "--model", "none", "-q")
    assert done.returncode == 0, done.stderr
    graph = (out / "graph.ttl").read_text("utf-8")
    assert '"陆怀谦"@zh' in graph
    assert '"沈若谷"@zh' not in graph


def test_every_process_of_a_build_uses_the_parts_of_other_packages(packages: Path, tmp_path: Path) -> None:
    texts, out = corpus(tmp_path / "texts", 41), tmp_path / "out"
    parts = ("--tagger", "characters", "--extractor", "ships")
    done = kg(packages, "build", texts, "-o", str(out), "--jobs", "2", *parts, "--model", "none", "-q")
    assert done.returncode == 0, done.stderr
    graph = (out / "graph.trig").read_text("utf-8")
    assert graph.count('"陆怀谦"@zh') >= 1
    assert '"沈若谷"@zh' not in graph
    assert '"试验艇甲三"@zh' in graph


def test_a_later_build_with_another_setup_extracts_anew(packages: Path, tmp_path: Path) -> None:
    texts, out = corpus(tmp_path / "texts"), str(tmp_path / "out")
    graph = tmp_path / "out" / "graph.ttl"
    assert kg(packages, "build", texts, "-o", out, "-q").returncode == 0
    assert "kg:holdsPosition" in graph.read_text("utf-8")
    assert kg(packages, "build", texts, "-o", out, "-q", "--without", "positions", "--model", "none").returncode == 0
    assert "kg:holdsPosition" not in graph.read_text("utf-8")
    assert kg(packages, "build", texts, "-o", out, "-q", "--extractor", "ships").returncode == 0
    assert '试验艇甲三"@zh' in graph.read_text("utf-8")


@pytest.mark.parametrize(
    ("option", "known"),
    [
        ("--tagger", "characters, gliner2, hanlp, lac, ltp, spacy"),
        ("--extractor", "ships"),
        ("--without", "the components are: tagger, lexicon"),
    ],
)
def test_build_lists_the_known_names_for_one_that_does_not_exist(
    packages: Path, tmp_path: Path, option: str, known: str
) -> None:
    done = kg(packages, "build", corpus(tmp_path / "texts"), "-o", str(tmp_path / "out"), option, "magic")
    assert done.returncode == 2
    assert f"{option} magic: there is no such" in done.stderr and known in done.stderr
    assert "Traceback" not in done.stderr


def test_build_says_which_package_cannot_be_loaded(tmp_path: Path) -> None:
    site = package(tmp_path / "site", "kgbroken", "1 / 0\n", "[kg.extractors]\nbroken = kgbroken:BROKEN\n")
    done = kg(site, "build", corpus(tmp_path / "texts"), "-o", str(tmp_path / "out"), "--extractor", "broken")
    assert done.returncode == 2
    assert "--extractor broken: cannot be loaded: ZeroDivisionError" in done.stderr


def test_the_setup_names_the_versions_of_other_packages(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(packages))
    output = made_with(Setup("characters", ("ships",), ("positions",)))
    assert "kgcharacters 1.5" in output and "kgships 1.5" in output and "without positions" in output
    assert made_with(Setup()) == ""


def analysed(text: str = TEXT) -> AnalysedArticle:
    (article,) = split(Source("a.txt", text, Metadata(datetime.date(2021, 1, 5), "云川日报", jurisdiction="云川市")))
    return analyse(article)


@pytest.fixture(scope="module")
def samples() -> Sequence[AnalysedArticle]:
    sources = read([str(ROOT / "kg" / "demo")], on_problem=lambda p: None)
    return analyse_all([a for s in sources for a in split(s)])


@pytest.fixture(scope="module")
def whole(samples: Sequence[AnalysedArticle]) -> Sequence[ArticleRecord]:
    return [extract(a) for a in samples]


@pytest.mark.parametrize("name", [e.name for e in BUILT_IN])
def test_every_component_that_is_left_out_changes_some_record(
    name: str, samples: Sequence[AnalysedArticle], whole: Sequence[ArticleRecord]
) -> None:
    using = pipeline(Setup(without=(name,)))
    assert any(extract(a, None, using) != record for a, record in zip(samples, whole, strict=True))


def test_a_rule_or_a_family_of_rules_that_is_left_out_gives_nothing() -> None:
    record = extract(analysed())
    assert {r.rule for r in record.relations} >= {"role.agent.subject", "role.participant.occasion"}
    one = extract(analysed(), None, pipeline(Setup(without=("role.agent.subject",))))
    assert "role.agent.subject" not in {r.rule for r in one.relations}
    assert "role.participant.occasion" in {r.rule for r in one.relations}
    family = extract(analysed(), None, pipeline(Setup(without=("role",))))
    assert not [r for r in family.relations if r.rule.startswith("role.")]


def test_what_is_left_out_is_a_component_a_rule_or_a_family() -> None:
    for name in ("positions", "position.before_name", "position.after_name", "mention.elliptic", "role.agent"):
        assert pipeline(Setup(without=(name,)))
    with pytest.raises(InputError, match="no such component or rule"):
        pipeline(Setup(without=("position.before",)))
    assert is_left_out("position.after_name.direct", {"position.after_name"})
    assert not is_left_out("position.after_name.direct", {"position.behind"})


def test_every_rule_belongs_to_a_component_and_every_statement_names_a_rule(demo: Graph) -> None:
    names = {e.name for e in BUILT_IN}
    assert {component for component, _ in rules().values()} == names
    stated = [x.rule for r in demo.records for row in (r.events, r.relations, r.positions) for x in row]
    mentioned = [m.rule for r in demo.records for e in r.entities for m in e.mentions]
    by_model = {BY_MODEL, BY_MODEL_AND_RULE}
    assert stated and all(rule in by_model or component_of(rule) for rule in (*stated, *mentioned))


def test_the_list_of_components_names_each_with_its_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "x", "--without", "list"]) == 0
    output = capsys.readouterr().out
    assert output.strip() == component_list().strip()
    assert all(rule in output for rule in rules()) and all(e.meaning in output for e in BUILT_IN)


def test_components_of_one_prepare_hook_share_what_it_prepares_for_a_batch() -> None:
    batches: list[int] = []

    def prepare(articles: Sequence[AnalysedArticle]) -> list[int]:
        batches.append(len(articles))
        return [len(a.article.text) for a in articles]

    def none(draft: Draft) -> list[MentionCandidate]:
        return []

    using = Pipeline(
        (Extractor("a", Stage.MENTIONS, none, "", prepare), Extractor("b", Stage.EVENTS, none, "", prepare)),
        pipeline().lexicon,
    )
    prepared = using.prepare([analysed(), analysed("标题\n\n短。")])
    assert batches == [2]
    assert [sorted(p) for p in prepared] == [["a", "b"], ["a", "b"]]
    assert prepared[0]["a"] == prepared[0]["b"] != prepared[1]["a"]
