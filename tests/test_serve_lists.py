"""The lists of the site: what they count is what SPARQL counts, whatever they are filtered by."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.build import Options, build
from kg.build.outputs import publish
from kg.graph.dates import days_of
from kg.graph.query import Table, query
from kg.graph.terms import TYPE
from kg.serve.browsing import LISTINGS, PER_PAGE
from kg.serve.jobs import Refused
from kg.serve.lists.events import count_events, list_events
from kg.serve.lists.finding import find_entities, find_text
from kg.serve.lists.histogram import event_histogram
from kg.serve.lists.positions import Held, find_positions, held_by, in_sequence, split_by_support
from kg.serve.lists.profile import profile
from kg.serve.lists.reading import Catalogue, Named
from kg.serve.lists.selection import Selection
from kg.store import GraphStore
from kg.store.catalogue import is_current, make_catalogue
from kg.views.card import entity_card
from kg.views.event_names import with_distinct_names
from kg.views.network_reader import read_network
from kg.vocab import BASE, KG

PERIODS = ("", "2021", "2021-01", "2021-02", "2021-03", "2021-04-06", "2020")
ROLES = "kg:agent|kg:participant|kg:target|kg:place"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lists") / "store"
    publish(build([str(ROOT / "kg" / "demo")], Options(jobs=1)), folder)
    return folder


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[Store]:
    yield GraphStore(folder).open()


@pytest.fixture(scope="module")
def catalogue(folder: Path) -> Catalogue:
    kept = GraphStore(folder)
    return Catalogue(kept.catalogue(), kept.current() / "words.sqlite")


@pytest.fixture(scope="module")
def iris(catalogue: Catalogue) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, iri in catalogue.rows("SELECT kind, iri FROM resource ORDER BY iri"):
        found.setdefault(kind, []).append(iri)
    return found


def asked(store: Store, text: str) -> tuple[tuple[str | None, ...], ...]:
    found = query(store, text)
    assert isinstance(found, Table)
    return found.rows


def events_by_sparql(store: Store, s: Selection) -> set[str]:
    """Return the events of a selection as SPARQL finds them; only dates are compared here."""
    where = ["?e a kg:Event ."]
    where += [f"?e ({ROLES}) <{iri}> ." for iri in s.about]
    if s.type:
        where.append(f"?e a kg:{s.type} .")
    if s.place:
        where.append(f"?e kg:place/kg:partOf* <{s.place}> .")
    if s.source:
        where.append(f'?paper kg:mentions ?e ; dcterms:publisher "{s.source}"@zh .')
    if s.sure:
        where.append(f"?e kg:confidence ?sure . FILTER(?sure >= {s.sure})")
    rows = asked(
        store,
        f"SELECT ?e ?d ?b ?z (MIN(STR(?on)) AS ?reported) WHERE {{ {' '.join(where)} OPTIONAL {{ ?e kg:date ?d }} OPTIONAL {{ ?e kg:beginDate ?b }} "
        "OPTIONAL { ?e kg:endDate ?z } OPTIONAL { ?any kg:mentions ?e ; dcterms:issued ?on } } GROUP BY ?e ?d ?b ?z",
    )
    return {str(e) for e, d, b, z, on in rows if in_period(s, d or "", b or "", z or "", on or "")}


def in_period(s: Selection, date: str, begin: str, end: str, reported: str) -> bool:
    days = [x for text in (date, begin, end) if (x := days_of(text))]
    if s.dated and (s.dated == "yes") is not bool(days):
        return False
    if not (s.since or s.until):
        return True
    first, last = days_of(s.since or "0001")[0], days_of(s.until or "9999")[1]  # type: ignore[misc]
    if not days:
        return bool(s.dated) and first <= reported <= last
    start, stop = min(d[0] for d in days), max(d[1] for d in days)
    inside = first <= start and stop <= last
    return inside or (not date and bool(begin or end) and start <= last and stop >= first)


def test_a_span_is_in_each_period_that_it_overlaps_and_a_vague_date_where_all_of_it_is(tmp_path: Path) -> None:
    dates = {
        "span": ("beginDate", "2021-02-28", "endDate", "2021-03-02"),
        "open": ("beginDate", "2021-02-28"),
        "day": ("date", "2021-03-01"),
        "month": ("date", "2021-03"),
        "year": ("date", "2021"),
        "none": (),
    }
    store = Store()
    for name, stated in dates.items():
        node = NamedNode(f"http://e.example/{name}")
        store.add(Quad(node, NamedNode(TYPE), NamedNode(KG + "Event")))
        for term, value in zip(stated[::2], stated[1::2], strict=True):
            store.add(Quad(node, NamedNode(KG + term), Literal(value)))
    make_catalogue(store, tmp_path / "c.sqlite")
    catalogue = Catalogue(tmp_path / "c.sqlite")

    def within(since: str, until: str) -> set[str]:
        return {e.iri.rsplit("/", 1)[-1] for e in list_events(catalogue, Selection(since=since, until=until))}

    assert within("2021-03", "2021-03") == {"span", "day", "month"}
    assert within("2021-02", "2021-02") == {"span", "open"}
    assert within("2021-03-02", "2021-03-31") == {"span"}
    assert within("2021", "2021") == {"span", "open", "day", "month", "year"}
    assert within("2021-03-03", "") == set()


def test_an_event_that_articles_date_differently_is_listed_with_all_its_dates(tmp_path: Path) -> None:
    store = Store()
    node = NamedNode("http://e.example/event")
    store.add(Quad(node, NamedNode(TYPE), NamedNode(KG + "Event")))
    for term, value in (("date", "2021-05-04"), ("beginDate", "2021-05-04"), ("endDate", "2021-05-10")):
        store.add(Quad(node, NamedNode(KG + term), Literal(value)))
    make_catalogue(store, tmp_path / "c.sqlite")
    (event,) = list_events(Catalogue(tmp_path / "c.sqlite"), Selection())
    assert event.date == "2021-05-04 / 2021-05-04 – 2021-05-10"


def test_a_catalogue_of_another_version_is_made_anew(tmp_path: Path) -> None:
    make_catalogue(Store(), tmp_path / "c.sqlite")
    assert is_current(tmp_path / "c.sqlite")
    with closing(sqlite3.connect(tmp_path / "c.sqlite")) as base:
        base.execute("PRAGMA user_version = 1")
    assert not is_current(tmp_path / "c.sqlite") and not is_current(tmp_path / "none.sqlite")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_filter_of_events_counts_and_lists_what_sparql_finds(
    data: st.DataObject, store: Store, catalogue: Catalogue, iris: dict[str, list[str]]
) -> None:
    types = [t for (t,) in catalogue.rows("SELECT DISTINCT type FROM typed ORDER BY type")]
    sources = [s for (s,) in catalogue.rows("SELECT DISTINCT publisher FROM article WHERE publisher <> '' ORDER BY 1")]
    some = st.sampled_from(["", "", *iris["Person"], *iris["Organisation"], *iris["Place"]])
    about = tuple(dict.fromkeys(filter(None, (data.draw(some), data.draw(some)))))
    s = Selection(
        about=about[: data.draw(st.integers(0, 2))],
        type=data.draw(st.sampled_from(["", "", *types])),
        place=data.draw(st.sampled_from(["", "", *iris["Place"]])),
        source=data.draw(st.sampled_from(["", *sources])),
        since=data.draw(st.sampled_from(PERIODS)),
        until=data.draw(st.sampled_from(PERIODS)),
        dated=data.draw(st.sampled_from(["", "", "yes", "no"])),
        sure=data.draw(st.sampled_from(["", "", "0.5", "0.8"])),
    )
    expected = events_by_sparql(store, s)
    listing = LISTINGS["events"]
    assert {e.iri for e in listing.rows(catalogue, s, -1, 0)} == expected
    assert listing.count(catalogue, s) == len(expected)
    for facet in listing.facets(catalogue, s):
        for value, _, count in facet.values:
            narrowed = {
                "type": {"type": value},
                "place": None,  # counts the place itself, its list also what lies in it
                "source": {"source": value},
                "year": {"since": s.within(value).since, "until": s.within(value).until},
                "month": {"since": s.within(value).since, "until": s.within(value).until},
                "about:Person": {"about": (*s.about, value)},
                "about:Organisation": {"about": (*s.about, value)},
            }.get(facet.name)
            if narrowed:
                assert listing.count(catalogue, s.with_changes(**narrowed)) == count, (s, facet.name, value)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_filter_of_articles_counts_what_sparql_counts(
    data: st.DataObject, store: Store, catalogue: Catalogue, iris: dict[str, list[str]]
) -> None:
    some = st.sampled_from(["", *iris["Person"], *iris["Organisation"], *iris["Event"]])
    s = Selection(
        about=tuple(dict.fromkeys(filter(None, (data.draw(some), data.draw(some))))),
        since=data.draw(st.sampled_from(PERIODS)),
        until=data.draw(st.sampled_from(PERIODS)),
    )
    first, last = s.first or "0000", s.last or "9999"
    rows = asked(
        store,
        f"SELECT DISTINCT ?a WHERE {{ ?a a kg:Article ; dcterms:issued ?day . {' '.join(f'?a kg:mentions <{i}> .' for i in s.about)} "
        f'FILTER(STR(?day) >= "{first}" && STR(?day) <= "{last}") }}',
    )
    assert {a.iri for a in LISTINGS["articles"].rows(catalogue, s, -1, 0) if a.day} == {r[0] for r in rows}
    assert LISTINGS["articles"].count(catalogue, s.with_changes(dated="yes")) == len(rows)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_filter_of_statements_lists_what_sparql_finds(
    data: st.DataObject, store: Store, catalogue: Catalogue, iris: dict[str, list[str]]
) -> None:
    def values(column: str, table: str) -> list[str]:
        return [v for (v,) in catalogue.rows(f"SELECT DISTINCT {column} FROM {table} WHERE {column} <> '' ORDER BY 1")]

    s = Selection(
        about=tuple(filter(None, [data.draw(st.sampled_from(["", "", *iris["Person"], *iris["Organisation"]]))])),
        relation=data.draw(st.sampled_from(["", "", *values("predicate", "link")])),
        title=data.draw(st.sampled_from(["", "", "", *values("title", "link")])),
        type=data.draw(st.sampled_from(["", "", "", *values("type", "typed")])),
        place=data.draw(st.sampled_from(["", "", "", *iris["Place"]])),
        source=data.draw(st.sampled_from(["", *values("publisher", "article")])),
        since=data.draw(st.sampled_from(PERIODS)),
        until=data.draw(st.sampled_from(PERIODS)),
        sure=data.draw(st.sampled_from(["", "", "0.5", "0.8"])),
    )
    where = [f"FILTER(?a = <{iri}> || COALESCE(?b = <{iri}>, false))" for iri in s.about]
    if s.relation:
        where.append(f"FILTER(?p = kg:{s.relation})")
    if s.title:
        where.append(f"?x kg:positionTitle ?title FILTER(STR(?title) = '{s.title}')")
    if s.type:
        where.append(f"?a a kg:{s.type} .")
    if s.place:
        where.append(f"?b kg:partOf* <{s.place}> .")
    if s.source:
        where.append(f"?art dcterms:publisher ?pub FILTER(STR(?pub) = '{s.source}')")
    if s.sure:
        where.append(f"?x kg:confidence ?sure FILTER(?sure >= {s.sure})")
    if s.since or s.until:
        first, last = s.first or "0000", s.last or "9999"
        where.append(f"?art dcterms:issued ?day FILTER(STR(?day) >= '{first}' && STR(?day) <= '{last}')")
    rows = asked(
        store,
        "SELECT DISTINCT ?x ?s WHERE { { ?x rdf:subject ?a ; rdf:predicate ?p ; rdf:object ?b FILTER(?p != kg:author) } "
        "UNION { ?a kg:holdsPosition ?x BIND(kg:holdsPosition AS ?p) OPTIONAL { ?x kg:positionAt ?b } } "
        f"UNION {{ ?x a kg:Event BIND(?x AS ?a) BIND(kg:event AS ?p) }} ?x kg:statedIn ?s . ?s kg:inArticle ?art . {' '.join(where)} }}",
    )
    listing = LISTINGS["statements"]
    assert {(f.quoted.statement, f.quoted.iri) for f in listing.rows(catalogue, s, -1, 0)} == set(rows)
    assert listing.count(catalogue, s) == len(rows)
    for facet in listing.facets(catalogue, s):
        for value, _, count in facet.values:
            assert listing.count(catalogue, s.with_changes(**{facet.name: value})) == count, (s, facet.name, value)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_list_of_entities_counts_in_its_period_what_sparql_counts(
    data: st.DataObject, store: Store, catalogue: Catalogue
) -> None:
    name, kind = data.draw(
        st.sampled_from([("people", "Person"), ("organisations", "Organisation"), ("places", "Place")])
    )
    s = Selection(
        kind=kind, since=data.draw(st.sampled_from(PERIODS)), until=data.draw(st.sampled_from(PERIODS))
    )  # fmt: skip
    first, last = s.first or "0000", s.last or "9999"
    rows = asked(
        store,
        f"SELECT ?e (COUNT(DISTINCT ?a) AS ?n) WHERE {{ ?a kg:mentions ?e ; dcterms:issued ?day . ?e a kg:{kind} "
        f"FILTER(STR(?day) >= '{first}' && STR(?day) <= '{last}') }} GROUP BY ?e",
    )
    found = {n.iri: n.articles for n in LISTINGS[name].rows(catalogue, s, -1, 0) if n.articles}
    assert found == {str(e): int(str(n)) for e, n in rows}


def test_lists_of_an_author_are_of_the_articles_that_they_wrote(store: Store, catalogue: Catalogue) -> None:
    s = Selection(author=BASE + "person/何书远")
    by = f"?a kg:author <{s.author}>"
    found = {
        "articles": f"SELECT DISTINCT ?a WHERE {{ {by} }}",
        "events": f"SELECT DISTINCT ?e WHERE {{ {by} ; kg:mentions ?e . ?e a kg:Event }}",
        "people": f"SELECT DISTINCT ?e WHERE {{ {by} ; kg:mentions ?e . ?e a kg:Person }}",
    }
    for name, text in found.items():
        listing = LISTINGS[name]
        assert listing.count(catalogue, listing.selection(s)) == len(asked(store, text)) > 0, name


def test_statements_of_an_entity_are_all_that_the_graph_has_with_their_sentences(
    store: Store, catalogue: Catalogue
) -> None:
    iri = BASE + "person/陆怀谦"
    rows = asked(
        store,
        f"SELECT DISTINCT ?x ?s WHERE {{ {{ ?x (rdf:subject|rdf:object) <{iri}> }} UNION {{ <{iri}> kg:holdsPosition ?x }} "
        "?x kg:statedIn ?s }",
    )
    found = list(LISTINGS["statements"].rows(catalogue, Selection(about=(iri,)), -1, 0))
    assert {(f.quoted.statement, f.quoted.iri) for f in found} == set(rows) and len(found) == len(rows) > 5
    for f in found:
        at = asked(
            store, f"SELECT ?text ?b ?e WHERE {{ <{f.quoted.iri}> kg:text ?text ; kg:charStart ?b ; kg:charEnd ?e }}"
        )
        assert (f.quoted.text, str(f.quoted.start), str(f.quoted.stop)) == at[0]


def test_profiles_cards_and_entities_agree_with_sparql_for_everyone(
    store: Store, catalogue: Catalogue, iris: dict[str, list[str]]
) -> None:
    for iri in (*iris["Person"][::5], *iris["Organisation"][::9], *iris["Place"][::9]):
        events = len(asked(store, f"SELECT DISTINCT ?e WHERE {{ ?e a kg:Event ; ({ROLES}) <{iri}> }}"))
        articles = len(asked(store, f"SELECT DISTINCT ?a WHERE {{ ?a kg:mentions <{iri}> }}"))
        entity = catalogue.named(iri)
        assert entity is not None
        shown = profile(catalogue, entity)
        card = entity_card(store, iri)
        assert (shown.dated + shown.undated, shown.entity.articles) == (events, articles)
        assert (entity.count, len({e.iri for e in card.events}), len(card.articles)) == (events, events, articles)


def test_pairs_are_counted_as_sparql_counts_them(store: Store, catalogue: Catalogue) -> None:
    s = Selection(kind="Person", since="2021", until="2021")
    rows = asked(
        store,
        "SELECT ?x ?y (COUNT(DISTINCT ?a) AS ?n) WHERE { ?a a kg:Article ; dcterms:issued ?d ; kg:mentions ?x , ?y . ?x a kg:Person . "
        '?y a kg:Person . FILTER(STR(?x) < STR(?y) && STRSTARTS(STR(?d), "2021")) } GROUP BY ?x ?y',
    )
    found = LISTINGS["together-in-articles"].rows(catalogue, s, -1, 0)
    assert {(frozenset((p.one.iri, p.other.iri)), str(p.count)) for p in found} == {
        (frozenset(r[:2]), r[2]) for r in rows
    }
    assert LISTINGS["together-in-articles"].count(catalogue, s) == len(rows)


def test_pages_of_a_list_have_every_row_once(catalogue: Catalogue) -> None:
    for name in ("events", "articles", "statements", "people", "together-in-events"):
        listing, s = LISTINGS[name], LISTINGS[name].selection(Selection())
        total = listing.count(catalogue, s)
        pages = [r for at in range(0, total, PER_PAGE) for r in listing.rows(catalogue, s, PER_PAGE, at)]
        assert pages == list(listing.rows(catalogue, s, -1, 0)) and len(pages) == total


def test_names_are_found_by_pinyin_and_initials_and_positions_by_their_whole_name(catalogue: Catalogue) -> None:
    for words in ("陆怀谦", "lu huaiqian", "LUHUAIQIAN", "lhq", "luhuai"):
        assert find_entities(catalogue, words)[0][0][0].label == "陆怀谦", words
    title, at, count = find_positions(catalogue, "云川市人民政府市长")[0]
    assert title == "市长" and at is not None and at.label == "云川市人民政府" and count >= 1
    assert any(title == "市长" for title, _, _ in find_positions(catalogue, "市长"))


def test_text_is_found_by_article_and_its_facets_narrow_it(catalogue: Catalogue) -> None:
    found = find_text(catalogue, "云川", Selection(), limit=100)
    assert found.total == len(found.articles) > 3
    for facet in found.facets:
        assert all(0 < count <= found.total for _, _, count in facet.values)
    month, _, count = next(f for f in found.facets if f.name == "month").values[0]
    assert find_text(catalogue, "云川", Selection(since=month, until=month)).total == count
    assert all("云川" in s.quoted.text or s.folded for a in found.articles for s in a.sentences)


def test_a_position_names_who_held_it_before_and_after(catalogue: Catalogue) -> None:
    known = [
        h for (n,) in catalogue.rows("SELECT id FROM resource WHERE kind = 'Person'") for h in held_by(catalogue, n)
    ]
    followed = [(h, o) for h in known for o in h.after]
    assert followed
    for held, other in followed:
        back = [
            h for h in held_by(catalogue, other.number) if h.title == held.title and h.organisation == held.organisation
        ]
        listed = any(held.person.iri in {p.iri for p in (*h.before, *h.after)} for h in back)
        assert listed or held.articles < 2, "one article's holder is set apart"


def test_who_held_a_position_by_one_article_only_is_set_apart_as_on_the_page_of_the_position() -> None:
    def held(number: int, first: str, last: str, articles: int) -> Held:
        person = Named(number, f"p{number}", "Person", f"某{number}")
        return Held(number, person, "市长", None, "current", first, last, articles)

    own = held(1, "2021-06-01", "2021-09-01", 5)
    others = [
        held(2, "2021-05-01", "2021-05-02", 1),
        held(3, "2020-01-01", "2021-04-01", 7),
        held(4, "2021-10-01", "2021-10-01", 1),
    ]
    found = in_sequence(own, others)
    assert [p.number for p in found.before] == [3] and found.after == ()
    supported, once = split_by_support([own, *others])
    assert [h.link for h in supported] == [1, 3] and [h.link for h in once] == [2, 4]
    alone = in_sequence(held(5, "2021-06-01", "2021-09-01", 1), [others[0], others[2]])
    assert [p.number for p in alone.before] == [2] and [p.number for p in alone.after] == [4], "there is nothing better"


def test_a_store_without_a_catalogue_gets_the_same_one_when_it_is_served(
    folder: Path, store: Store, tmp_path: Path
) -> None:
    make_catalogue(store, tmp_path / "again.sqlite")
    one, other = Catalogue(GraphStore(folder).catalogue()), Catalogue(tmp_path / "again.sqlite")
    for table in (
        "resource",
        "alias",
        "article",
        "mention",
        "authored",
        "event",
        "typed",
        "sentence",
        "link",
        "evidence",
        "within",
    ):
        assert one.rows(f"SELECT * FROM {table} ORDER BY 1, 2") == other.rows(f"SELECT * FROM {table} ORDER BY 1, 2"), (
            table
        )


def test_events_have_distinct_names_the_same_as_in_the_network(store: Store, catalogue: Catalogue) -> None:
    labels = dict(catalogue.rows("SELECT iri, label FROM resource WHERE kind = 'Event'"))
    assert len(set(labels.values())) == len(labels) > 0
    assert labels == {n.iri: n.label for n in with_distinct_names(read_network(store)).nodes if n.kind == "Event"}


def test_a_card_is_complete(store: Store) -> None:
    card = entity_card(store, BASE + "organisation/云川市中心医院")
    assert all(q.article.title for e in card.events for q in e.quotations)


def test_a_list_that_takes_too_long_is_refused_in_words(folder: Path) -> None:
    slow = Catalogue(GraphStore(folder).catalogue(), seconds=0.05)
    with pytest.raises(Refused, match="narrow it down"):
        slow.rows("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) FROM n")
    assert slow.one("SELECT COUNT(*) FROM article") > 0


def test_the_histogram_adds_up_to_the_list_and_each_bar_to_the_list_that_it_leads_to(tmp_path: Path) -> None:
    dates = {
        "span": ("beginDate", "2021-02-28", "endDate", "2021-03-02"),
        "years": ("beginDate", "2019", "endDate", "2030"),
        "day": ("date", "2021-03-01"),
        "month": ("date", "2021-03"),
        "year": ("date", "2021"),
        "plan": ("date", "2035"),
        "two": ("date", "2021-03-01", "date", "2021-04-02"),
        "none": (),
    }
    store = Store()
    for name, stated in dates.items():
        node = NamedNode(f"http://e.example/{name}")
        store.add(Quad(node, NamedNode(TYPE), NamedNode(KG + "Event")))
        for term, value in zip(stated[::2], stated[1::2], strict=True):
            store.add(Quad(node, NamedNode(KG + term), Literal(value)))
    make_catalogue(store, tmp_path / "c.sqlite")
    catalogue = Catalogue(tmp_path / "c.sqlite")
    periods = ("", "2021", "2021-02", "2021-03", "2021-03-01", "2020", "2028", "2035")
    for s in [Selection(since=a, until=b) for a in periods for b in periods]:
        drawn = event_histogram(catalogue, s)
        assert sum(drawn.begun.values()) + drawn.vague + drawn.undated == count_events(catalogue, s), s
        for period in {**drawn.begun, **drawn.running}:
            counted = drawn.begun.get(period, 0) + drawn.running.get(period, 0)
            assert counted == count_events(catalogue, s.within(period)), (s, period)
    assert event_histogram(catalogue, Selection()).begun == {"2019": 1, "2021": 5, "2035": 1}
    assert event_histogram(catalogue, Selection(since="2028", until="2100")).begun == {"2028": 1, "2035": 1}
