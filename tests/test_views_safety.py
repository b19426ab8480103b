"""Whatever texts, names and addresses hold, the page shows it and runs none of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium import webdriver
from viewing import Page, needs_browser

from kg.views.network import Article, Citation, Edge, Fact, Network, Node, Sentence

pytestmark = [pytest.mark.browser, needs_browser]

HOSTILE = {
    "elements": "</script><img src=x onerror='ran=1'><svg onload=ran=1><script>ran=1</script><b>粗</b>",
    "comments": "<!--<script>ran=1</script>--><![CDATA[<b>]]></textarea></title></style><style>*{display:none}</style>",
    "attributes": "\"' onfocus=ran=1 autofocus tabindex=0 style=position:fixed x=`${ran=1}`",
    "addresses": "javascript:ran=1//<a href='javascript:ran=1'>x</a><iframe srcdoc='<script>parent.ran=1</script>'>",
    "templates": "{{ 7 * 7 }}{% raw %}{#x#}${ran=1}<template><b>x</b></template><math><mtext></math>",
    "separators": "a\u2028ran=1\u2029\u202e\u2066b\u0000\u000b\ufeff\ud7ff\U0010ffff]]>&lt;b&gt;&#60;b&#62;",
    "keys": "__proto__",
    "more keys": "constructor",
}
WALK = """
  for (const { id } of data.nodes) { selectNode(id, true); document.querySelectorAll("#panel details").forEach((d) => { d.open = true; }); document.querySelectorAll("#panel .cite, #panel .copy").forEach((b) => b.click()); }
  for (const { id } of data.edges) selectEdge(id);
  focusOn(0); showAll(); openPathFrom(0); showPath(0, 1); openPopover("filters");
  document.querySelectorAll("#filters input[type=checkbox]").forEach((box) => { box.click(); box.click(); });
  document.getElementById("language").click();
  for (const tab of document.querySelectorAll('[role=tab]')) openTab(tab.id.slice(4));
  document.querySelector("[data-of=edges]").click();
  location.hash = fragmentText();
  applyFragment(fragmentText());
  stepBack();
"""


def network_of(text: str) -> Network:
    """Return a network that has a text in every field of everything."""
    cited = (Citation("s", 0.5, text), Citation("s2", None, "http://example.org/" + text))
    facts = tuple(
        Fact(name, text, cited, text) for name in ("holdsPosition", "trigger", "eventType", "status", "date", text)
    )
    iri = "javascript:ran=1//" + text
    return Network(
        (
            Node(iri, "Person", text, (text, "别名"), facts, ("d",), ("d",)),
            Node(text, "Event", text, (text,), facts, ("d",), (), ("2021-01-01", "2021-12-31")),
            Node("http://example.org/place/" + text, "Place", text, (), (), ("d", "d2"), (), (), (30.0, 114.0)),
        ),
        (
            Edge(text, iri, "agent", text, text, cited),
            Edge(iri, iri, "relatedTo", text, "", cited),
            Edge(
                iri, "http://example.org/place/" + text, text if text.isidentifier() else "bornIn", "", "former", cited
            ),
        ),
        (Sentence("s", text + text, "d", 0, 1), Sentence("s2", text, "d2", 2, 3)),
        (Article("d", text, text, text, text, text), Article("d2", text, "2021-02-01", text, "", f"javascript:{text}")),
    )


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_markup_runs_from_any_field(driver: webdriver.Chrome, tmp_path: Path, kind: str) -> None:
    text = HOSTILE[kind]
    page = Page(driver, network_of(text), tmp_path / "network.html", title=text or "t", base=text)
    page.type("别名")
    page.run(WALK)
    page.at(0).perform()
    page.run("openTab('network')")
    taken = page.run("return [svgText(), statementsText()]")
    assert page.run("return window.ran ?? null") is None
    strange = "img, b, iframe, template, math, textarea, #panel script, #panel style, a[href^='javascript' i]"
    assert page.run("return document.querySelectorAll(arguments[0]).length", strange) == 0
    assert (
        page.run(
            "return new DOMParser().parseFromString(arguments[0], 'image/svg+xml').querySelectorAll('parsererror, script, image, a').length",
            taken[0],
        )
        == 0
    )
    assert page.run("return data.nodes[0].label") == text
    assert page.errors() == []
    assert page.requests() == []


def test_policy_stops_what_would_be_let_in(driver: webdriver.Chrome, tmp_path: Path) -> None:
    page = Page(driver, network_of("陆怀谦"), tmp_path / "network.html")
    page.run(
        """document.body.append(Object.assign(document.createElement("div"), { innerHTML: "<img src=http://example.org/x onerror='ran=1'>" }));
        document.body.append(Object.assign(document.createElement("script"), { textContent: "ran=1" }))"""
    )
    assert page.run("return fetch('http://example.org/').then(() => 'sent', () => 'stopped')") == "stopped"
    assert page.run("return window.ran ?? null") is None
    assert len(page.errors()) >= 3 and page.requests() == []
