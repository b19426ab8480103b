"""Who may ask the site: its own pages and programs; pages of other sites only what `--cors` lets them, by any way they have."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
import urllib3
from conftest import ROOT
from selenium import webdriver
from serving import served
from viewing import needs_browser

from kg.cli import main
from kg.errors import InputError
from kg.serve.origins import ADDRESSES, Access, origins_of, own_names

HTTP = urllib3.PoolManager(retries=False, timeout=60)
LISTED, OTHER = "http://refine.example:3333", "https://other.example"
ASK = "/sparql?query=ASK%7B%7D"
ARTICLE = "/id/article/n01.txt"
OPEN = (ASK, "/graphs?default", "/search?q=x", "/reconcile", "/ontology", "/id/person/" + quote("陆怀谦"), ARTICLE)
PAGES = (ARTICLE, "/", "/network", "/search?q=x", "/sparql", "/id/person/" + quote("陆怀谦"), "/ontology")
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Private-Network": "true"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("site") / "store"
    article = str(ROOT / "kg" / "demo" / "n01.txt")
    assert main(["build", article, "--date", "2021-01-05", "--store", str(path), "-q", "--jobs", "1"]) == 0
    return path


@pytest.fixture(scope="module")
def closed(folder: Path) -> Iterator[str]:
    with served(folder) as (address, _):
        yield address


@pytest.fixture(scope="module")
def listing(folder: Path) -> Iterator[str]:
    with served(folder, "--cors", LISTED + "/") as (address, _):
        yield address


def asked(site: str, path: str, method: str = "GET", **headers: str) -> urllib3.BaseHTTPResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HTTP.request(method, site + path, headers={"Accept": "*/*", **named})


def cors_of(reply: urllib3.BaseHTTPResponse) -> list[str]:
    return [name for name in reply.headers if name.lower().startswith("access-control-")]


# CORS


@pytest.mark.parametrize("path", OPEN)
def test_no_answer_is_for_pages_of_other_sites_unless_they_are_listed(closed: str, listing: str, path: str) -> None:
    for site, origin in ((closed, OTHER), (closed, LISTED), (closed, "null"), (listing, OTHER), (listing, "null")):
        for method in ("GET", "HEAD", "POST"):
            reply = asked(site, path, method, Origin=origin)
            assert reply.status == 403 and not cors_of(reply), (origin, method)
        preflight = HTTP.request("OPTIONS", site + path, headers={"Origin": origin, **PREFLIGHT})
        assert preflight.status == 403 and not cors_of(preflight)
    assert not cors_of(asked(closed, path)) and not cors_of(asked(listing, path))


@pytest.mark.parametrize("path", OPEN)
def test_listed_origins_read_the_data(listing: str, path: str) -> None:
    reply = asked(
        listing, path, Origin=LISTED, Accept="text/turtle" if path == ARTICLE else "application/json, text/turtle"
    )
    assert reply.status == 200 and reply.headers["Access-Control-Allow-Origin"] == LISTED
    assert "Origin" in reply.headers["Vary"] and "Access-Control-Allow-Credentials" not in reply.headers
    assert "Origin" in asked(listing, path).headers["Vary"]  # a cache must not give one the answer to the other


def test_a_preflight_names_the_private_network_where_it_is_asked_about(listing: str) -> None:
    preflight = HTTP.request("OPTIONS", listing + ASK, headers={"Origin": LISTED, **PREFLIGHT})
    assert preflight.status == 204 and preflight.headers["Access-Control-Allow-Private-Network"] == "true"
    assert (
        preflight.headers["Access-Control-Allow-Origin"] == LISTED
        and "POST" in preflight.headers["Access-Control-Allow-Methods"]
    )
    plain = HTTP.request("OPTIONS", listing + ASK, headers={"Origin": LISTED, "Access-Control-Request-Method": "POST"})
    assert plain.status == 204 and "Access-Control-Allow-Private-Network" not in plain.headers


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_for_no_other_origin(listing: str, path: str) -> None:
    reply = asked(listing, path, Origin=LISTED, Accept="text/html")
    assert not cors_of(reply) and reply.status in {200, 403}
    if path in {"/", "/network"}:
        assert HTTP.request("OPTIONS", listing + path, headers={"Origin": LISTED, **PREFLIGHT}).status == 403


def test_the_sites_own_pages_and_programs_are_answered(closed: str) -> None:
    for origin in ({}, {"Origin": closed}, {"Origin": closed.upper()}):
        assert (
            HTTP.request(
                "POST", closed + "/sparql", fields={"query": "ASK {}"}, encode_multipart=False, headers=origin
            ).status
            == 200
        )


def test_other_origins_run_no_query(closed: str) -> None:
    """What a page may not read it may not make the server work for either."""
    reply = HTTP.request(
        "POST", closed + "/sparql", body=b"SELEKT", headers={"Origin": OTHER, "Content-Type": "text/plain"}
    )
    assert reply.status == 403 and b"SELEKT" not in reply.data and b"--cors" in reply.data


@pytest.mark.parametrize("site", ["same-site", "cross-site"])
def test_other_sites_link_to_pages_but_load_nothing(closed: str, site: str) -> None:
    for dest in ("script", "image", "style", "empty", "audio"):
        for path in ("/search?q=x", "/static/sparql.js", ASK, "/reconcile"):
            assert asked(closed, path, Sec_Fetch_Site=site, Sec_Fetch_Mode="no-cors", Sec_Fetch_Dest=dest).status == 403
    navigating = {"Sec_Fetch_Site": site, "Sec_Fetch_Mode": "navigate"}
    assert asked(closed, "/", Sec_Fetch_Dest="document", **navigating).status == 200
    assert asked(closed, "/", Sec_Fetch_Dest="embed", **navigating).status == 403
    assert asked(closed, "/sparql", "POST", Sec_Fetch_Dest="document", **navigating).status == 403
    for own in ("same-origin", "none"):
        assert asked(closed, "/static/sparql.js", Sec_Fetch_Site=own, Sec_Fetch_Mode="no-cors").status == 200


@pytest.mark.parametrize(
    "text", ["*", "null", "http://", "http://a/b", "a.example", "javascript:x", "http://a b", "", "http://a:x"]
)
def test_what_is_no_origin_cannot_be_listed(text: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", str(folder), "--port", "0", "--cors", text]) == 2
    assert "is no origin" in capsys.readouterr().err


def test_origins_are_written_as_browsers_write_them() -> None:
    assert origins_of(["HTTP://A.Example:80/", "https://a.example:443", "http://[::1]:3333"]) == (
        "http://a.example", "https://a.example", "http://[::1]:3333",
    )  # fmt: skip
    with pytest.raises(InputError):
        origins_of(["file:///x"])


# Host names


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "", "[::1", "127.0.0.1:99999"]
)
def test_a_page_that_calls_this_machine_by_its_own_name_is_refused(closed: str, host: str) -> None:
    assert asked(closed, "/", Host=host).status == 400


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "127.0.0.1:1", "[::1]:8000"])
def test_this_machines_own_names_are_taken(closed: str, host: str) -> None:
    assert asked(closed, "/", Host=host).status == 200


def test_others_reach_the_site_by_address_and_name_but_by_no_name_that_anyone_can_give_it(folder: Path) -> None:
    with served(folder, "--bind", "0.0.0.0") as (site, _):
        for host in ("192.168.7.7:8000", "[fe80::1]", socket.gethostname(), f"{socket.gethostname()}.local"):
            assert asked(site, "/", Host=host).status == 200, host
        assert asked(site, "/", Host="rebound.example").status == 400
    with served(folder, "--bind", "0.0.0.0", "--host", "kg.example") as (site, _):
        assert asked(site, "/", Host="kg.example").status == 200
        assert asked(site, "/", Host="192.168.7.7").status == 400


def test_names_may_be_patterns() -> None:
    access = Access(("*.example.org", ADDRESSES))
    assert (
        access.takes_host("kg.example.org:80")
        and access.takes_host("10.0.0.1")
        and not access.takes_host("example.org")
    )
    assert Access(("*",)).takes_host("any.example") and not Access(own_names()).takes_host("any.example")


def test_a_name_for_others_makes_the_site_theirs_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A proxy in front of this machine's own address lets others in, so that they get neither whole articles nor updates."""
    article = str(ROOT / "kg" / "demo" / "n01.txt")
    assert main(["build", article, "--date", "2021-01-05", "-o", str(tmp_path), "-q", "--jobs", "1"]) == 0
    whole = "坚决守住安全底线"
    for options, shown in (
        ((), True),
        (("--host", "kg.example"), False),
        (("--host", "kg.example", "--allow", "text"), True),
    ):
        with served(tmp_path / "graph.trig", *options) as (site, _):
            assert (whole in asked(site, ARTICLE, Accept="text/html").data.decode()) is shown
    assert main(["serve", str(tmp_path), "--host", "kg.example", "--allow", "update", "--port", "0"]) == 2
    assert "this machine alone" in capsys.readouterr().err


# A real page of another origin, in a real browser


@pytest.fixture(scope="module")
def foreign() -> Iterator[str]:
    """Give the address of another site on this machine: of another origin and, by its name, of another site."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><link rel=icon href='data:,'><p>another site</p>")

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"localhost:{server.server_port}"
        server.shutdown()


TRY = """
const [site, article, update, done] = arguments;
const read = (path, options) => fetch(site + path, options).then((r) => r.text()).then((t) => "read " + t, () => "blocked");
const loaded = (name, properties) => new Promise((resolve) => {
  const made = Object.assign(document.createElement(name), properties, { onload: () => resolve("loaded"), onerror: () => resolve("blocked") });
  document.body.append(made);
});
const form = (text) => ({ method: "POST", body: new URLSearchParams({ update: text }) });
(async () => done({
  query: await read("/sparql?query=ASK%7B%7D"),
  article: await read(article, { headers: { Accept: "text/html" } }),
  data: await read(article, { headers: { Accept: "text/turtle" } }),
  search: await read("/search?q=x", { headers: { Accept: "application/json" } }),
  simple: await read("/sparql", form(update)),
  quiet: await read("/sparql", { ...form(update), mode: "no-cors" }),
  nameless: await read("/sparql", { ...form(update), mode: "no-cors", referrerPolicy: "no-referrer" }),
  plain: await read("/sparql", { method: "POST", body: update, headers: { "Content-Type": "application/sparql-update" } }),
  script: await loaded("script", { src: site + "/reconcile?callback=alert" }),
  own: await loaded("script", { src: site + "/static/sparql.js" }),
  image: await loaded("img", { src: site + "/static/site.css" }),
}))();
"""


@needs_browser
@pytest.mark.slow
def test_a_page_of_another_origin_reads_and_changes_nothing(
    driver: webdriver.Chrome, folder: Path, foreign: str
) -> None:
    update = "INSERT DATA { <http://e.example/planted> <http://e.example/p> 1 }"
    port = foreign.split(":")[1]
    with served(folder, "--allow", "update") as (site, _):
        for page in (f"http://{foreign}/", f"http://127.0.0.1:{port}/"):
            driver.get(page)
            found = driver.execute_async_script(TRY, site, ARTICLE, update)
            assert found == dict.fromkeys(found, "blocked"), page
            driver.execute_script(  # a form, which opens the answer in the page's place  # type: ignore[no-untyped-call]
                "const f = Object.assign(document.createElement('form'), { action: arguments[0] + '/sparql', method: 'post' });"
                "f.append(Object.assign(document.createElement('input'), { name: 'update', value: arguments[1] }));"
                "document.body.append(f); f.submit()", site, update,
            )  # fmt: skip
            driver.get("data:,")
        driver.get_log("browser")  # type: ignore[no-untyped-call]
        planted = "/sparql?query=" + quote("ASK { <http://e.example/planted> ?p ?o }")
        assert b"false" in asked(site, planted, Accept="application/sparql-results+json").data


@needs_browser
@pytest.mark.slow
def test_a_page_of_a_listed_origin_reads_the_data_and_shows_previews_alone(
    driver: webdriver.Chrome, folder: Path, foreign: str
) -> None:
    update = "INSERT DATA { <http://e.example/planted> <http://e.example/p> 1 }"
    with served(folder, "--allow", "update", "--cors", f"http://{foreign}") as (site, _):
        driver.get(f"http://{foreign}/")
        found = driver.execute_async_script(TRY, site, ARTICLE, update)
        assert (
            found["query"].startswith("read ") and "n01.txt" in found["data"] and found["search"].startswith("read [")
        )
        assert found["article"] == found["script"] == found["own"] == found["image"] == "blocked"
        assert "not taken from pages of other sites" in found["simple"] and "not taken" in found["plain"]
        for path, shown in (("/reconcile/preview?id=person/" + quote("陆怀谦"), True), ("/", False), (ARTICLE, False)):
            driver.get(f"http://{foreign}/")
            frame = driver.execute_script(
                "const f = Object.assign(document.createElement('iframe'), { src: arguments[0] }); document.body.append(f); return f",
                site + path,
            )
            driver.switch_to.frame(frame)
            assert ("陆怀谦" in driver.find_element("tag name", "body").text) is shown, path
            driver.switch_to.default_content()
        driver.get("data:,")
    driver.get_log("browser")  # type: ignore[no-untyped-call]
