"""The pages one reads: offers, the ladder, the documents with their marked quotes."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from web.startup import Service


def text_of(page: str) -> str:
    """The words of a page without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_intervention_page_has_every_field_with_the_sources_words(client: FlaskClient, service: Service) -> None:
    page = client.get("/indsats/u-start").get_data(as_text=True)
    text = text_of(page)
    for name in ("Hvad er det", "Til hvem", "Til hvem ikke", "Hvor", "Sådan henviser du", "Kontakt", "Hvor længe", "Finansiering", "Erfaring"):
        assert name in text
    assert "Permanent, 3,5 mio. kr." in text and "Permanent finansieret med 3,5 mio. kr." in text
    assert "Trin 3: Forebyggende og støttende indsatser" in text
    assert "Socialforvaltningen" in text and "Børne- og Ungdomsforvaltningen" in text
    cited = re.findall(r"/dokument/(\w+)\?fra=(\d+)&amp;til=(\d+)", page)
    assert cited and all(int(end) <= len(service.documents[document].text) for document, _, end in cited)


def test_intervention_page_tells_how_old_its_source_is(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    told = "Kilden er fra april 2026: Praksisoverblik – igangværende fraværsindsatser."
    assert f"{told} Tjek, om indsatsen stadig findes." in text_of(client.get("/indsats/u-start").get_data(as_text=True))
    monkeypatch.setattr("web.offer_view._is_old", lambda source: True)
    assert f"{told} Ældre end et år." in text_of(client.get("/indsats/u-start").get_data(as_text=True))
    names = re.findall(r"<dt>(.+?)</dt>", client.get("/indsats/skolefravaersraadgivere").get_data(as_text=True))
    assert names.index("Finansieret til og med") == names.index("Finansiering") + 1


def test_every_offer_has_a_page(client: FlaskClient, service: Service) -> None:
    assert len(service.index.offers) > 20
    for id_ in service.index.offers:
        assert client.get(f"/indsats/{id_}").status_code == 200, id_


def test_filters_count_what_they_leave(client: FlaskClient) -> None:
    page = client.get("/indsatser?forvaltning=SOF").get_data(as_text=True)
    shown = re.search(r"Amager <span class=\"count\">\((\d+)\)", page)
    assert shown
    narrowed = client.get("/indsatser?forvaltning=SOF&bydel=Amager").get_data(as_text=True)
    assert re.search(rf">{shown.group(1)} indsats(er)?</h2>", narrowed)
    assert "U-Start" in narrowed


def test_ladder_has_its_steps_in_the_order_of_the_text(client: FlaskClient, service: Service) -> None:
    text = text_of(client.get("/trappen").get_data(as_text=True))
    steps = sorted((fact.start, fact.subject) for fact in service.index.facts.values() if fact.relation == "type" and fact.object == "LadderStep")
    assert len(steps) == 4
    places = [text.index(name) for _, name in steps]
    assert places == sorted(places)
    assert "Står på trappen, men er ikke beskrevet i dokumenterne" in text


def test_ladder_of_a_district_leaves_out_what_is_only_elsewhere(client: FlaskClient) -> None:
    page = client.get("/trappen?bydel=Amager").get_data(as_text=True)
    steps = page[page.index('<ol class="ladder">'):page.index("</ol>")]
    assert "U-Start" in steps and "Den koordinerende fraværsindsats" not in steps


def test_passage_of_a_document_opens_marked(client: FlaskClient, service: Service) -> None:
    passages = [passage for document in service.documents.values() for passage in document.passages]
    assert len(passages) > 100
    for passage in passages[::7]:
        page = client.get(f"/dokument/{passage.document}?p={passage.id}").get_data(as_text=True)
        marked = "".join(html.unescape(re.sub(r"<[^>]+>", "", run)) for run in re.findall(r"<mark>(.*?)</mark>", page, re.DOTALL))
        wanted = re.sub(r"\s|(?<![^\n])- ", "", passage.text)
        assert re.sub(r"\s", "", marked) == wanted, passage.id
        assert f'id="p-{passage.id}"' in page and page.count('id="citat"') == 1
        assert len(page.encode()) < 60_000


def test_quote_of_a_document_is_marked_exactly(client: FlaskClient, service: Service) -> None:
    document = service.documents["praksisoverblik"]
    quote = "U-Start er udbredt til 15 skoler på Amager."
    start = document.text.index(quote)
    page = client.get(f"/dokument/praksisoverblik?fra={start}&til={start + len(quote)}").get_data(as_text=True)
    assert re.findall(r"<mark>(.*?)</mark>", page) == [quote]


@pytest.mark.parametrize("query", ["fra=5&til=2", "fra=-3&til=9", "fra=0&til=99999999", "fra=x&til=y", "p=findes-ikke", "kapitel=99", "kapitel=-1"])
def test_address_that_points_nowhere_shows_the_document_unmarked(client: FlaskClient, query: str) -> None:
    response = client.get(f"/dokument/praksisoverblik?{query}")
    assert response.status_code == 200 and "<mark>" not in response.get_data(as_text=True)


def test_chapters_hold_the_whole_document(client: FlaskClient, service: Service) -> None:
    for document in service.documents.values():
        first = client.get(f"/dokument/{document.id}").get_data(as_text=True)
        numbers = re.findall(rf"/dokument/{document.id}\?kapitel=(\d+)", first) or ["1"]
        pages = [client.get(f"/dokument/{document.id}?kapitel={number}").get_data(as_text=True) for number in dict.fromkeys(["1", *numbers])]
        anchors = {anchor for page in pages for anchor in re.findall(r'id="a-(\d+)"', page)}
        assert anchors == {str(block.start) for block in document.blocks}
        assert all(len(page.encode()) < 60_000 for page in pages)


def test_clean_text_is_what_offsets_count_in(client: FlaskClient, service: Service) -> None:
    for document in service.documents.values():
        response = client.get(f"/dokument/{document.id}.txt")
        assert response.get_data(as_text=True) == document.text
        assert response.mimetype == "text/plain"


def test_draft_is_marked_wherever_it_shows(client: FlaskClient) -> None:
    for path in ("/dokumenter", "/dokument/integrationspolitik", "/indsatser?trin=uden&side=3"):
        assert '<span class="tag tag-draft">Udkast</span>' in client.get(path).get_data(as_text=True), path
