"""The pages of the site for everyone: axe-core in light and dark, keyboard, phone, both languages, and hostile markup."""

from __future__ import annotations

import csv
import io
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from urllib.parse import quote

import pytest
from conftest import ROOT
from pyoxigraph import Literal, NamedNode, Quad
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from serving import served
from viewing import needs_browser

from kg.cli import main
from kg.graph.terms import RDF, TYPE
from kg.serve.browsing import COMPANY, LISTINGS
from kg.serve.lists.selection import Selection
from kg.store import GraphStore
from kg.vocab import BASE, KG, PREFIXES

pytestmark = pytest.mark.slow
AXE = ROOT / "tests" / "js" / "node_modules" / "axe-core" / "axe.min.js"
DCTERMS, SKOS = PREFIXES["dcterms"], PREFIXES["skos"]
MARKUP = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>{{7*7}}'


def taken(address: str, **headers: str) -> tuple[str, Message]:
    request = urllib.request.Request(address, headers={"Accept": "text/html", **headers})
    with urllib.request.urlopen(request, timeout=60) as reply:
        return reply.read().decode(), reply.headers


PAGES = (
    "/",
    "/browse",
    "/browse/events?month=2021-02",
    "/browse/people",
    "/browse/statements?about=" + quote(BASE + "person/陆怀谦"),
    "/browse/together-in-events",
    *(f"/browse/{name}" for name in ("together-in-articles", "months", "sources", "types", "articles", "awards")),
    "/search?q=" + quote("云川市人民政府市长"),
    "/id/person/" + quote("陆怀谦"),
    "/id/organisation/" + quote("云川市中心医院"),
    "/id/place/" + quote("青石县"),
    "/id/award/" + quote("创新驱动先进园区"),
    "/position?title=" + quote("市长"),
    f"/paths?from={quote('陆怀谦')}&to={quote('沈若谷')}",
    "/cite?article=" + quote(BASE + "article/n01.txt"),
    "/sparql",
    "/ontology",
    "/id/article/n01.txt",
    "/nothing",
)


@needs_browser
@pytest.mark.browser
@pytest.mark.skipif(not AXE.exists(), reason="needs axe-core (make tests/js/node_modules)")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_serious_fault_and_pages_fit_a_phone(opened: webdriver.Chrome, site: str, theme: str) -> None:
    opened.set_script_timeout(120)
    opened.get(f"{site}/settings?theme={theme}&back=/")
    script = AXE.read_text("utf-8") + (
        "\nconst done = arguments[0]; axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => done(violations"
        ".filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => [v.id, v.nodes.map((n) => n.target.join(' ')).slice(0, 3)])));"
    )
    event = re.findall(r'<p class="what"><a href="([^"]+)"', taken(f"{site}/browse/events")[0])[0]
    for path in (*PAGES, event):
        opened.set_window_size(1280, 900)
        opened.get(site + path)
        assert opened.execute_async_script(script) == [], path  # type: ignore[no-untyped-call]
        opened.set_window_size(390, 800)
        wide = opened.execute_script("return document.documentElement.scrollWidth - innerWidth")  # type: ignore[no-untyped-call]
        assert wide <= 1, path
    opened.set_window_size(1280, 800)


@needs_browser
@pytest.mark.browser
def test_few_stops_of_the_tab_key_lead_to_the_page(opened: webdriver.Chrome, site: str) -> None:
    opened.get(f"{site}/id/person/{quote('陆怀谦')}")
    opened.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    skip = opened.switch_to.active_element
    assert skip.get_attribute("href") == f"{opened.current_url}#main" and skip.is_displayed()
    opened.find_element(By.TAG_NAME, "body").send_keys("/")
    assert opened.switch_to.active_element.get_attribute("id") == "q"
    opened.switch_to.active_element.send_keys(*[Keys.TAB] * 9)
    inside = "return document.querySelector('main').contains(document.activeElement)"
    assert opened.execute_script(inside)  # type: ignore[no-untyped-call]


def test_pages_are_whole_without_a_script_and_in_the_language_of_the_reader(site: str) -> None:
    person = f"{site}/id/person/{quote('陆怀谦')}"
    chinese, _ = taken(person, **{"Accept-Language": "zh-CN"})
    english, headers = taken(person, **{"Accept-Language": "en-GB,en;q=0.9,zh;q=0.1"})
    assert "首次至末次见报" in chinese and "First to last report" not in chinese
    assert "First to last report" in english and "Lu Huaiqian" in english and headers["Content-Language"] == "en"
    assert "首次至末次见报" in taken(person, **{"Accept-Language": "en", "Cookie": "language=zh"})[0]
    assert "Accept-Language" in headers["Vary"] and "Cookie" in headers["Vary"]
    assert "<script>" not in chinese and "陆怀谦" in chinese and "<blockquote>" in chinese
    for path in PAGES[:-1]:
        page, _ = taken(site + path, **{"Accept-Language": "en"})
        assert '<html lang="en"' in page and "<title>" in page


def test_events_are_called_apart_and_on_the_page_of_their_agent_without_the_agent(site: str) -> None:
    person = BASE + "person/陆怀谦"
    listed = re.findall(
        r'<p class="what"><a [^>]*>([^<]+)</a>', taken(f"{site}/browse/events?about={quote(person)}")[0]
    )
    own = re.findall(r'<p class="what"><a [^>]*>([^<]+)</a>', taken(f"{site}/id/person/{quote('陆怀谦')}")[0])
    assert len(set(listed)) == len(listed) > 3 and any(name.startswith("陆怀谦") for name in listed)
    assert own and not any(re.match("陆怀谦[^（《#等]", name) for name in own)


def test_a_reporter_has_the_articles_under_their_name(site: str) -> None:
    reporter = BASE + "person/何书远"
    asked = quote(f"SELECT ?a {{ ?a kg:author <{reporter}> }}")
    found = json.loads(taken(f"{site}/sparql?query={asked}", Accept="application/sparql-results+json")[0])
    written = {row["a"]["value"] for row in found["results"]["bindings"]}
    page, _ = taken(f"{site}/id/person/{quote('何书远')}", **{"Accept-Language": "en"})
    assert f'data-count="authored">{len(written)}<' in page and "Written by" in page
    files = csv.DictReader(io.StringIO(taken(f"{site}/browse/articles?author={quote(reporter)}&format=csv")[0][1:]))
    assert {row["article"] for row in files} == {iri.rsplit("/", 1)[-1] for iri in written} and written
    chosen, _ = taken(f"{site}/browse/articles?author={quote(reporter)}", **{"Accept-Language": "zh"})
    assert "作者 何书远" in re.sub(r"<[^>]+>|\s+", " ", chosen).replace("  ", " ")


def test_articles_and_errors_are_in_the_language_of_the_reader(site: str) -> None:
    article = f"{site}/id/article/n01.txt"
    chinese, _ = taken(article, **{"Accept-Language": "zh-CN"})
    english, headers = taken(article, **{"Accept-Language": "en"})
    assert "由文中得出" in chinese and "Drawn from the text" not in chinese and "调研检查" in chinese
    assert "Drawn from the text" in english and "由文中得出" not in english and headers["Content-Language"] == "en"
    assert "inspection" in english and 'lang="en"' in english and "调研检查" not in english
    for path, zh, en in (
        ("/nothing", "没有 /nothing 这个地址", "there is nothing at /nothing"),
        ("/browse/nothing", "没有这个列表；有：", "there are lists of: "),
        ("/browse/events?since=soon", "“soon”不是", "soon is none"),
        ("/position", "请写明职务", "name a position"),
        ("/network?of=nobody", "图中没有关于 nobody 的内容", "the graph states nothing about nobody"),
    ):
        for language, words, other in (("zh", zh, en), ("en", en, zh)):
            with pytest.raises(urllib.error.HTTPError) as answer:
                taken(site + path, **{"Accept-Language": language})
            page = answer.value.read().decode()
            assert words in page and other not in page, path


def test_the_page_of_the_ontology_is_in_the_language_and_the_theme_of_the_reader(site: str) -> None:
    chinese, _ = taken(f"{site}/ontology", **{"Accept-Language": "zh-CN"})
    english, headers = taken(f"{site}/ontology", **{"Accept-Language": "en", "Cookie": "theme=dark"})
    assert "新闻知识图谱本体" in chinese and "定义域" in chinese and "Ontology of the news graph" not in chinese
    assert "Ontology of the news graph" in english and "定义域" not in english and 'data-theme="dark"' in english
    assert headers["Content-Language"] == "en" and "data-theme" not in chinese
    for page in (chinese, english):
        assert 'id="Person"' in page and 'id="holdsPosition"' in page and 'href="/search' not in page.split("<main")[1]
    assert "degrees north" in english and "北纬度数" in chinese and "degrees north" not in chinese


@needs_browser
@pytest.mark.browser
@pytest.mark.parametrize("path", ["/", "/ontology", "/id/article/n01.txt"])
def test_a_chosen_theme_counts_before_that_of_the_browser(opened: webdriver.Chrome, site: str, path: str) -> None:
    backgrounds = {}
    for preferred in ("light", "dark"):
        media = {"features": [{"name": "prefers-color-scheme", "value": preferred}]}
        opened.execute_cdp_cmd("Emulation.setEmulatedMedia", media)  # type: ignore[no-untyped-call]
        for theme in ("light", "dark"):
            opened.get(f"{site}/settings?theme={theme}&back={quote(path, safe='')}")
            colour = "return getComputedStyle(document.body).backgroundColor"
            backgrounds[preferred, theme] = opened.execute_script(colour)  # type: ignore[no-untyped-call]
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})  # type: ignore[no-untyped-call]
    assert backgrounds["light", "light"] == backgrounds["dark", "light"]
    assert backgrounds["light", "dark"] == backgrounds["dark", "dark"] != backgrounds["light", "light"]
    lead = opened.find_element(By.CSS_SELECTOR, "header a[href^='/network']").get_attribute("href")
    assert lead and lead.endswith("theme=dark")
    assert opened.find_elements(By.CSS_SELECTOR, "header a[href^='/settings?theme=light']")


def test_settings_lead_back_to_this_site_only(site: str) -> None:
    for back in ("https://e.example/", "//e.example", "/\\e.example", "javascript:alert(1)", "/ok\r\nX: y"):
        opener = urllib.request.build_opener(
            type("Stay", (urllib.request.HTTPRedirectHandler,), {"redirect_request": lambda *a: None})
        )
        with pytest.raises(urllib.error.HTTPError) as answer:
            opener.open(f"{site}/settings?theme=dark&back={quote(back, safe='')}", timeout=60)
        answer.value.close()
        assert answer.value.code == 303 and answer.value.headers["Location"] == "/"


def test_files_of_lists_have_every_row_with_its_source(site: str) -> None:
    about = quote(BASE + "person/陆怀谦", safe="")
    text, headers = taken(f"{site}/browse/statements?about={about}&format=csv")
    assert "attachment" in headers["Content-Disposition"] and text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text[1:])))
    page, _ = taken(f"{site}/browse/statements?about={about}")
    assert f'data-total="{len(rows)}"' in page and rows
    for row in rows:
        assert row["article_title"] and row["source"] == "云川日报" and row["date"].startswith("2021")
        assert row["page"].startswith(site) and "#s" in row["page"] and row["sentence"]
        assert int(row["end"]) - int(row["start"]) >= len(row["sentence"])
    assert len(list(csv.reader(io.StringIO(taken(f"{site}/browse/events?format=csv")[0])))) > 100


def test_citations_quote_the_sentence_and_name_the_version_of_the_graph(site: str) -> None:
    about = quote(BASE + "person/陆怀谦", safe="")
    row = next(csv.DictReader(io.StringIO(taken(f"{site}/browse/statements?about={about}&format=csv")[0][1:])))
    page, _ = taken(
        f"{site}/cite?sentence={quote(row['sentence_iri'], safe='')}&statement={quote(row['statement_iri'], safe='')}"
    )
    assert "[N]. 云川日报, 2021-" in page and "@article{" in page and "generation-000001" in page
    assert row["sentence"] in page and row["statement_iri"].removeprefix("https:") in page
    bib, _ = taken(f"{site}/cite?article={quote(BASE + 'article/n01.txt', safe='')}&format=bib")
    assert bib.startswith("@article{n01-txt,") and "author = {{何书远} and {谭小满}}" in bib


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A graph in which every text is markup, and addresses are scripts."""
    folder = tmp_path_factory.mktemp("hostile") / "store"
    graph = NamedNode(BASE + "article/a")
    script = Literal("javascript:window.hacked=1")
    text, zh = Literal(MARKUP), Literal(MARKUP, language="zh")
    sentence, event, person, firm, place, award, held, told = (
        NamedNode(BASE + name) for name in ("article/a/sentence/1", "event/e", "person/p", "organisation/o", "place/l", "award/w", "position/h", "statement/t")
    )  # fmt: skip
    stated = [
        (graph, TYPE, NamedNode(KG + "Article")),
        (graph, DCTERMS + "title", zh),
        (graph, DCTERMS + "publisher", zh),
    ]
    stated += [(graph, DCTERMS + "issued", text), (graph, DCTERMS + "source", script), (graph, KG + "sourceFile", text)]
    for node, kind in (
        (event, "Event"),
        (person, "Person"),
        (firm, "Organisation"),
        (place, "Place"),
        (award, "Award"),
    ):
        stated += [
            (node, TYPE, NamedNode(KG + kind)),
            (node, SKOS + "prefLabel", zh),
            (node, SKOS + "altLabel", Literal(MARKUP + "x")),
        ]
        stated += [(graph, KG + "mentions", node), (node, PREFIXES["owl"] + "sameAs", NamedNode("javascript:alert(1)"))]
    stated += [
        (event, TYPE, NamedNode(KG + "x%3Cscript%3E")),
        (event, KG + "date", text),
        (event, KG + "status", text),
        (event, KG + "trigger", text),
    ]
    stated += [
        (event, KG + "agent", person),
        (event, KG + "place", place),
        (event, KG + "target", firm),
        (event, KG + "statedIn", sentence),
        (person, KG + "award", award),
        (graph, KG + "author", person),
        (graph, PREFIXES["schema"] + "printPage", text),
    ]
    stated += [
        (person, KG + "holdsPosition", held),
        (held, KG + "positionTitle", zh),
        (held, KG + "positionAt", firm),
        (held, KG + "tenure", text),
    ]
    stated += [
        (held, KG + "statedIn", sentence),
        (held, KG + "confidence", text),
        (held, TYPE, NamedNode(KG + "Position")),
    ]
    stated += [
        (told, RDF + "subject", event),
        (told, RDF + "predicate", NamedNode(KG + "agent")),
        (told, RDF + "object", person),
        (told, KG + "statedIn", sentence),
    ]
    stated += [
        (sentence, TYPE, NamedNode(KG + "Sentence")),
        (sentence, KG + "inArticle", graph),
        (sentence, KG + "text", text),
        (sentence, KG + "repairedText", text),
        (sentence, KG + "charStart", text),
    ]
    GraphStore(folder).publish([Quad(s, NamedNode(p), o, graph) for s, p, o in stated])
    with served(folder) as (address, _):
        yield address


@needs_browser
@pytest.mark.browser
def test_markup_in_every_field_runs_nothing_on_any_page(opened: webdriver.Chrome, hostile_site: str) -> None:
    words = quote(MARKUP, safe="")
    about = quote(BASE + "person/p", safe="")
    pages = [
        "/",
        "/browse",
        *(f"/browse/{name}" for name in LISTINGS if name != COMPANY),
        f"/browse/{COMPANY}?about={about}&kind=Organisation",
        f"/browse/articles?author={about}",
    ]
    pages += [
        "/id/person/p",
        "/id/event/e",
        "/id/place/l",
        "/id/organisation/o",
        "/id/award/w",
        "/id/position/h",
        "/id/article/a",
        f"/search?q={words}",
    ]
    pages += [
        "/search?q=img",
        f"/position?title={words}",
        f"/paths?from={about}&to={quote(BASE + 'place/l', safe='')}",
        f"/paths?from={words}&to={words}",
    ]
    pages += [
        f"/cite?article={quote(BASE + 'article/a', safe='')}",
        f"/browse/events?type={words}&source={words}",
        f"/browse/events?about={about}&since={words}",
    ]
    pages += [
        f"/settings?back={words}",
        "/network",
        f"/network?of={about}",
        "/ontology",
        f"/sparql#query={words}",
        f"/{words}",
    ]
    for path in pages:
        opened.get(hostile_site + path)
        ran = "return [window.hacked, [...document.querySelectorAll('a[href]')].filter((a) => /^(javascript|data):/i.test(a.href)).length]"
        assert opened.execute_script(ran) == [None, 0], path  # type: ignore[no-untyped-call]
        assert "49" not in opened.title, path
        assert not opened.find_elements(By.CSS_SELECTOR, "img[src=x]"), path
    every = quote("SELECT * { ?x skos:prefLabel ?name ; skos:altLabel ?other . ?y ?p ?x }", safe="")
    opened.get(f"{hostile_site}/sparql#query={every}")
    opened.find_element(By.ID, "run").click()
    for view in ("table", "network", "timeline", "bars"):
        WebDriverWait(opened, 20).until(lambda d: d.find_elements(By.CSS_SELECTOR, "#result > *"))
        opened.find_element(By.CSS_SELECTOR, f"[data-view={view}]").click()
        opened.execute_async_script("setTimeout(arguments[0], 500)")  # type: ignore[no-untyped-call]
        assert opened.execute_script("return window.hacked") is None, view  # type: ignore[no-untyped-call]
        assert not opened.find_elements(By.CSS_SELECTOR, "#result img, #result script"), view


def test_pages_that_take_long_are_made_by_the_build(tmp_path: Path) -> None:
    assert main(["build", str(ROOT / "kg/demo/n01.txt"), "--store", str(tmp_path / "s"), "-q", "--jobs", "1"]) == 0
    generation = GraphStore(tmp_path / "s").current()
    assert {"network.html", "examples.json", "catalogue.sqlite"} <= {p.name for p in generation.iterdir()}
    with served(tmp_path / "s") as (address, _):
        examples = json.loads((generation / "examples.json").read_text("utf-8"))
        ontology = taken(f"{address}/ontology")[0]
        assert examples[KG + "Person"][0] in ontology and len(examples) > 30
        network = taken(f"{address}/network")[0]
    assert network == (generation / "network.html").read_text("utf-8") and '<a href="/">' in network


def test_an_empty_list_says_what_would_find_something(site: str) -> None:
    person = quote(BASE + "person/陆怀谦", safe="")
    page, _ = taken(f"{site}/browse/events?about={person}&since=1950&until=1951", **{"Accept-Language": "en"})
    leads = dict(re.findall(r'<li><a href="([^"]+)">[^<]+</a> <span class="count">(\d+)</span></li>', page))
    assert 'data-total="0"' in page and leads
    for address, count in leads.items():
        assert f'data-total="{count}"' in taken(site + address.replace("&amp;", "&"))[0] and int(count) > 0, address
    assert "In any period" in page and "Without “About 陆怀谦”" not in page, "nobody has an event in that period"
    undated = Selection(dated="no").address("/browse/events")
    total = re.search(r'data-total="(\d+)"', taken(f"{site}{undated}")[0])
    within = re.search(r'data-total="(\d+)"', taken(f"{site}{undated}&since=2021&until=2021")[0])
    assert total and within and total[1] == within[1] != "0", "all are reported in 2021"


def test_a_form_that_is_not_filled_in_leaves_nothing_in_the_address(site: str) -> None:
    asked = urllib.request.Request(f"{site}/browse/events?type=Meeting&since=2021&until=&sure=")
    with urllib.request.urlopen(asked, timeout=60) as reply:
        assert reply.url == f"{site}/browse/events?type=Meeting&since=2021"


def test_the_network_page_is_in_the_language_and_theme_of_the_reader(site: str) -> None:
    for address in (f"{site}/network", f"{site}/network?of={quote('陆怀谦')}"):
        chinese, _ = taken(address, **{"Accept-Language": "zh-CN"})
        english, headers = taken(address, **{"Accept-Language": "en-GB,en;q=0.9", "Cookie": "theme=dark"})
        assert '<html lang="zh-Hans">' in chinese and '<html lang="en" data-theme="dark">' in english
        assert "Accept-Language" in headers["Vary"] and "Cookie" in headers["Vary"]
        assert '<html lang="zh-Hans">' in taken(address, **{"Accept-Language": "en", "Cookie": "language=zh"})[0]
        notice = re.search(r"<noscript>(.*?)</noscript>", chinese, re.S)
        assert notice and notice[1].count('<a href="/browse">') == 2


@needs_browser
@pytest.mark.browser
def test_the_network_opens_in_english_and_keeps_another_choice_in_its_address(
    opened: webdriver.Chrome, site: str
) -> None:
    opened.get(f"{site}/settings?language=en&back=/network")
    assert opened.title == "News graph · kg" and opened.find_element(By.ID, "filters-open").text == "Filter"
    opened.find_element(By.ID, "language").click()
    WebDriverWait(opened, 10).until(lambda b: "lang=zh" in b.current_url)
    opened.refresh()
    assert opened.title == "新闻知识图谱 · kg"
    opened.delete_all_cookies()


@needs_browser
@pytest.mark.browser
def test_a_reader_is_offered_the_theme_that_is_not_shown(opened: webdriver.Chrome, site: str) -> None:
    opened.delete_all_cookies()
    for path, system, offered in (
        ("/", "dark", "light"),
        ("/", "light", "dark"),
        ("/id/article/n01.txt", "dark", "light"),
    ):
        media = {"features": [{"name": "prefers-color-scheme", "value": system}]}
        opened.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
        opened.get(site + path)
        (shown,) = [a for a in opened.find_elements(By.CSS_SELECTOR, "a[href^='/settings?theme=']") if a.is_displayed()]
        assert f"theme={offered}&" in (shown.get_attribute("href") or ""), (path, system)
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
