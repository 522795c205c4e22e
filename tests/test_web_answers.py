"""What one does with an answer: narrow it, order it, share it, take it along as a file, and leaf through what it cites."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import RDF, Graph, Namespace

from web.application import create_app
from web.facets import read_tokens, values_of
from web.ladder_view import step_numbers
from web.settings import Settings
from web.startup import Service

QUESTION = "Dreng i 8. klasse på Amager har over 40 procent fravær, og skolen har prøvet alt"
MANY = "Elev i 5. klasse har meget fravær, hvad findes der?"  # answered by offers of several steps
CPSV = Namespace("http://purl.org/vocab/cpsv#")


@pytest.fixture(scope="module")
def app(service: Service, settings: Settings) -> Flask:
    """One application for all tests: they read only."""
    return create_app(service, settings)


def ask(client: FlaskClient, **fields: str | list[str]) -> str:
    """The page of an answer."""
    response = client.post("/spoerg", data={"q": QUESTION, **fields})
    assert response.status_code == 200
    return html.unescape(response.get_data(as_text=True))


def cards(page: str) -> list[str]:
    """The ids of the offers on the cards of a page, in their order."""
    return re.findall(r'<h3 id="kort-\d+"><a href="/indsats/([^"]+)"', page)


def choices(page: str) -> dict[str, int]:
    """The filters a page offers, with their counts."""
    return {token: int(count) for token, count in re.findall(r'name="valgt" value="([^"]+)"[^>]*>[^<]*<span class="count">\((\d+)\)', page)}


def test_every_filter_leaves_as_many_as_it_says(client: FlaskClient, service: Service) -> None:
    page = ask(client)
    offered = choices(page)
    assert len(offered) >= 4 and "bydel=Amager" in offered
    for token, count in offered.items():
        left = cards(ask(client, valgt=token))
        name, _, value = token.partition("=")
        assert len(left) == count and left == [id_ for id_ in cards(page) if value in values_of(service, service.index.offers[id_], name)]


def test_filters_add_up_and_can_be_taken_back(client: FlaskClient) -> None:
    page = ask(client, valgt=["forvaltning=BUF", "bydel=Amager"])
    assert cards(page) == ["u-start"] and 'type="hidden" name="valgt" value="bydel=Amager"' in page
    assert 'name="fravalgt" value="bydel=Amager"' in page and f"Viser 1 af {len(cards(ask(client)))} indsatser" in page
    wider = ask(client, valgt=["forvaltning=BUF", "bydel=Amager"], fravalgt="bydel=Amager")
    assert len(cards(wider)) > 1 and 'value="bydel=Amager"' in wider
    assert cards(ask(client, valgt=["forvaltning=BUF"], alle="1")) == cards(ask(client))


@pytest.mark.parametrize("token", ["trin=findes-ikke", "findes-ikke=1", "bydel", "=", "bydel="])
def test_filter_that_does_not_exist_is_passed_over(client: FlaskClient, token: str) -> None:
    assert cards(ask(client, valgt=token)) == cards(ask(client))


def test_later_of_two_values_counts() -> None:
    assert read_tokens(["bydel=Amager", "bydel=Valby=x"]) == {"bydel": "Valby=x"}


def test_cards_can_stand_in_the_order_of_the_ladder(client: FlaskClient, service: Service) -> None:
    page, usual = ask(client, q=MANY, orden="trin"), ask(client, q=MANY)
    numbers = step_numbers(service)
    steps = [numbers.get(service.index.offers[id_].step or "", 9) for id_ in cards(page)]
    assert steps == sorted(steps) and len(set(steps)) > 1
    assert sorted(cards(page)) == sorted(cards(usual)) and cards(page) != cards(usual)
    assert 'value="trin" aria-pressed="true"' in page


def test_answer_as_files_says_what_the_page_says(client: FlaskClient) -> None:
    shown = cards(ask(client))
    files = {form: client.post("/spoerg", data={"q": QUESTION, "hent": form}) for form in ("json", "csv", "ttl")}
    assert all(f"attachment; filename=svar.{form}" == file.headers["Content-Disposition"] for form, file in files.items())
    assert all(file.headers["Cache-Control"] == "no-store" for file in files.values())
    answer = json.loads(files["json"].data)
    api = client.post("/api/v1/ask", json={"query": QUESTION}).get_json()
    assert answer == api and [offer["id"] for offer in answer["interventions"]] == shown
    rows = list(csv.DictReader(io.StringIO(files["csv"].data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert list(dict.fromkeys(row["id"] for row in rows)) == shown
    assert [row["quote"] for row in rows] == [quote["text"] for offer in api["interventions"] for quote in offer["quotes"]]
    graph = Graph().parse(data=files["ttl"].data, format="turtle")
    described = {str(subject).rpartition("/")[2] for subject in graph.subjects(RDF.type, CPSV.PublicService)}
    assert set(shown) <= described
    assert QUESTION not in files["csv"].get_data(as_text=True) + files["ttl"].get_data(as_text=True)


def test_file_that_does_not_exist_is_the_page(client: FlaskClient) -> None:
    assert cards(ask(client, hent="exe")) == cards(ask(client))


def test_link_asks_the_same_again(client: FlaskClient) -> None:
    fields = {"uden": "place", "valgt": "forvaltning=SOF", "orden": "trin", "klasse": "8"}
    page = ask(client, link="1", **fields)
    link = re.search(r'id="delelink" href="([^"]+)"', page)
    assert link and "Linket indeholder dit spørgsmål" in page
    parts = urlsplit(link.group(1))
    assert {name: values for name, values in parse_qs(parts.query).items() if name != "q"} == {name: [value] for name, value in fields.items()}
    again = client.get(f"{parts.path}?{parts.query}").get_data(as_text=True)
    assert cards(html.unescape(again)) == cards(page)


def test_query_for_the_graph_names_offers_and_not_the_question(client: FlaskClient) -> None:
    page = ask(client)
    query = re.search(r'name="query" value="([^"]+)"', page, re.DOTALL)
    assert query and "fravær" not in query.group(1)
    found = client.post("/sparql", data={"query": query.group(1), "format": "json"}).get_json()["results"]["bindings"]
    assert {row["indsats"]["value"].rpartition("/")[2] for row in found} == set(cards(page))


def test_marks_of_one_answer_are_leafed_through(client: FlaskClient, service: Service) -> None:
    page = ask(client, q=MANY)
    urls = list(dict.fromkeys(re.findall(r'class="source" href="(/dokument/praksisoverblik\?[^"]+med=[^"]+)"', page)))
    assert len(urls) >= 3
    first = min(urls, key=lambda url: int(parse_qs(urlsplit(url).query)["fra"][0]))
    document, seen = html.unescape(client.get(first).get_data(as_text=True)), 0
    assert 'rel="prev"' not in document
    while following := re.search(r'href="([^"]+)" rel="next"', document):
        document = html.unescape(client.get(following.group(1)).get_data(as_text=True))
        seen += 1
        assert document.count('id="citat"') == 1 and "Fremhævet: citeret i svaret" in document and seen < 40
    assert seen >= 3 and 'rel="prev"' in document


@pytest.mark.parametrize("beside", ["x-y", "5", "-", "9-3", "0-99999999", "1-2," * 3000, "²-³"])
def test_marks_that_point_nowhere_are_left_out(client: FlaskClient, beside: str) -> None:
    page = client.get("/dokument/praksisoverblik", query_string={"fra": 200, "til": 240, "med": beside}).get_data(as_text=True)
    assert page.count('id="citat"') == 1 and "<mark>" in page


def test_suggestions_stand_on_the_page_where_one_writes(client: FlaskClient) -> None:
    listed = re.search(r'<script type="application/json" id="forslagsliste">(.*?)</script>', client.get("/").get_data(as_text=True))
    assert listed and json.loads(listed.group(1)) == client.get("/api/v1/suggestions").get_json()["suggestions"]


def test_answer_leads_with_the_words_where_those_are_asked_for(client: FlaskClient) -> None:
    meaning = ask(client, q="Hvad betyder massivt fravær?")
    assert meaning.index("Det skriver dokumenterne</h2>") < meaning.index('id="belaeg"') < meaning.index('<article class="offer')
    help_ = ask(client, q="Dreng i 8. klasse på Amager har over 40 procent fravær, og skolen har prøvet alt")
    assert help_.index('<article class="offer') < help_.index('id="belaeg"')


def test_answer_names_what_it_holds_first_and_calls_contacts_contacts(client: FlaskClient, service: Service) -> None:
    page = ask(client, q="Hvem skal jeg ringe til, hvis jeg er bekymret for et barn i Vanløse?")
    names = re.findall(r'<a href="#kort-\d+">(.+?)</a>', page)
    assert names == re.findall(r'<h3 id="kort-\d+"><a href="[^"]+">(.+?)</a>', page) and len(names) > 2
    kinds = {service.index.offers[id_].kind for id_ in cards(page)}
    assert f"{len(names)} {'indsatser' if 'Intervention' in kinds else 'kontakter'}, der kan passe" in page


def test_heading_tells_how_many_may_fit_and_whom_below_what_was_understood(client: FlaskClient) -> None:
    page = ask(client)
    heading = f"{len(cards(page))} indsatser, der kan passe: massivt fravær, 8. klasse, Amager</h2>"
    assert page.index("Behov:</span> massivt fravær") < page.index("Sted:</span> Amager") < page.index(heading)
    assert "der kan passe: massivt fravær, 8. klasse</h2>" in ask(client, uden="place")
    assert "der kan passe: 13 år</h2>" in ask(client, q="Hvem kan en lærer ringe til?", alder="13")


def test_refusal_tells_what_was_looked_for_and_how_many_documents_there_are(client: FlaskClient, service: Service) -> None:
    page = ask(client, q="Hvad er ventetiden til børn, der pjækker meget, på månen?")
    assert "Det kan vi ikke svare på ud fra dokumenterne</h2>" in page and f">{len(service.documents)} dokumenter</a>" in page
    searched = page.partition("Det søgte vi på</h3>")[2].partition("</section>")[0]
    assert "<li>Pjæk <span" in searched and "(du skrev »pjækker" in searched
    unknown = ask(client, q="xyzzy qwerty plugh").partition("Det søgte vi på</h3>")[2].partition("</section>")[0]
    assert "Ingen af dem står i vores ordliste" in unknown


def test_refusal_points_to_the_sections_that_come_nearest(client: FlaskClient) -> None:
    page = ask(client, q="Hvor lang er ventetiden på Mind My Mind?")
    assert "Dokumenterne oplyser ikke noget om ventetid." in page
    nearest = page.partition("Det nærmeste, dokumenterne skriver om</h3>")[2].partition("<h3>")[0]
    first = re.search(r'<li><a href="(/dokument/praksisoverblik\?p=[^"]+)">([^<]+)</a>', nearest)
    assert first and first.group(2).startswith("Mind My Mind") and client.get(first.group(1)).status_code == 200
    assert "Det nærmeste, dokumenterne skriver om" not in ask(client, q="dosering af panodil junior til 14 kg")


def test_card_tells_each_thing_once(client: FlaskClient) -> None:
    page = ask(client, q="Hvad koster skolefraværsrådgiverne, og hvor længe er der penge?")
    card = next(part.partition("</article>")[0] for part in page.split('<article class="offer')[1:] if "/indsats/skolefravaersraadgivere" in part[:400])
    assert "Midlertidig, 3,6 mio. kr. om året, fra 2025-28" in card and "<p>2025-28" not in card
    quotes = re.findall(r"<mark>(.+?)</mark>", card)
    assert len(quotes) == len({quote.strip(" .") for quote in quotes}) and "Skolefraværsrådgivere på udvalgte skoler (BUF/SOF)" not in quotes
    assert re.search(r"<dt>Står ikke i kilden</dt><dd>Sådan henviser du · Kontakt</dd>", card)
