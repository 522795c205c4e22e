"""The pages: what a person reads, what is never echoed or logged, and that every quote stands in its document."""

from __future__ import annotations

import contextlib
import html
import logging
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search.decision import LEAST_DOUBT
from web.application import create_app
from web.generations import GenerationError
from web.headers import init_headers
from web.limiter import QUESTION_LIMIT
from web.settings import Settings
from web.startup import Service
from web.wording import number_words

QUESTION = "Dreng i 8. klasse på Amager har over 40 procent fravær, og skolen har prøvet alt"
CPR = "010203-1234"
PAGES = (
    "/", "/spoerg", "/indsatser", "/indsatser?trin=uden", "/indsats/u-start", "/trappen", "/trappen?bydel=Amager", "/dokumenter",
    "/dokument/praksisoverblik", "/dokument/handlevejledning", "/dokument/trivselsstrategi", "/dokument/integrationspolitik", "/om", "/data", "/sparql", "/ontologi",
    "/bydel/amager", "/forvaltning/sof", "/behov", "/findes-ikke", "/indsats/u-start/handout", "/indsats/skolefravaersraadgivere", "/english",
    "/tilgaengelighed", "/besked",
)  # fmt: skip


class _Reader(HTMLParser):
    """Collects the tags of a page and its visible text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def post(client: FlaskClient, question: str, **fields: str) -> tuple[int, str]:
    """Ask by the form."""
    response = client.post("/spoerg", data={"q": question, **fields})
    return response.status_code, response.get_data(as_text=True)


def quotes_in(page: str) -> Iterator[tuple[str, str]]:
    """Each marked quote with the address of its source."""
    for quote, url in re.findall(r"<figure class=\"quote\">.*?<mark>(.*?)</mark>.*?href=\"([^\"]+)\"", page, re.DOTALL):
        yield html.unescape(quote), html.unescape(url)


def test_absent_boy_on_amager_is_shown_u_start_with_its_sentence(client: FlaskClient, service: Service) -> None:
    status, page = post(client, QUESTION)
    assert status == 200
    assert 'href="/indsats/u-start">U-Start</a>' in page
    found = list(quotes_in(page))
    assert any("massivt skolefravær" in quote for quote, _ in found)
    for quote, url in found:
        parts = urlsplit(url)
        query = parse_qs(parts.query)
        text = service.documents[parts.path.rsplit("/", 1)[-1]].text
        assert quote == text[int(query["fra"][0]):int(query["til"][0])]


def test_answer_tells_conditions_and_what_the_source_leaves_out(client: FlaskClient) -> None:
    _, page = post(client, QUESTION)
    text = _Reader(page).text
    assert "Skolelederen har udtømt de handlemuligheder" in text
    assert "Betingelser" in text and "Sådan henviser du" in text and "Står ikke i kilden" in text
    assert "Praksisoverblik – igangværende fraværsindsatser, april 2026" in text
    assert "Sted: Amager" in text and "8. klasse" in text


def test_question_comes_before_the_answer_and_is_kept_in_its_field(client: FlaskClient) -> None:
    _, page = post(client, QUESTION)
    assert page.index(html.escape(QUESTION)) < page.index('id="resultat"')


def test_cpr_number_is_stopped_and_never_echoed_or_logged(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    for number in (CPR, "0102031234", "610203 1234", "010203–1234"):
        status, page = post(client, f"Peter med nummer {number} kommer ikke i skole")
        assert status == 422
        assert number not in page and "1234" not in page
        assert "[fjernet]" in page and 'aria-invalid="true"' in page
        assert "Vi har hverken søgt eller gemt teksten" in page
    output = capfd.readouterr()
    assert "1234" not in caplog.text + output.out + output.err


def test_cpr_number_in_any_field_is_stopped(client: FlaskClient) -> None:
    status, page = post(client, "angst", bydel=CPR)
    assert status == 422 and CPR not in page


def test_cpr_number_in_an_address_is_led_away_from(client: FlaskClient) -> None:
    response = client.get("/spoerg", query_string={"q": f"dreng {CPR}"})
    assert response.status_code == 303
    assert CPR not in response.get_data(as_text=True) + response.headers["Location"]
    page = client.get(response.headers["Location"])
    assert page.status_code == 422
    assert "Nummeret stod i adressen. Slet den fra din browserhistorik." in page.get_data(as_text=True)


@pytest.mark.parametrize(("question", "text"), [("  ", "Skriv et spørgsmål."), ("ord " * 1001, "Skriv kortere – højst 4.000 tegn.")])
def test_question_that_cannot_be_asked_is_explained_at_the_field(client: FlaskClient, question: str, text: str) -> None:
    status, page = post(client, question)
    assert status == 422
    assert "Der er et problem" in page and text in page


@pytest.mark.parametrize("field", [{"alder": "ti"}, {"alder": "9" * 5000}, {"alder": "²"}, {"klasse": "11"}])
def test_numbers_that_make_no_sense_are_explained(client: FlaskClient, field: dict[str, str]) -> None:
    status, page = post(client, "angst", **field)
    assert status == 422 and "som et tal fra 0 til" in page


def test_grade_and_district_of_the_form_narrow(client: FlaskClient) -> None:
    _, page = post(client, "eleven har massivt fravær, og skolen har prøvet alt", klasse="5", bydel="Valby-Vesterbro-Kgs. Enghave")
    text = _Reader(page).text
    assert "Sted: Valby-Vesterbro-Kgs. Enghave" in text and "5. klasse" in text
    assert "gælder Amager" in text[text.index("Passer ikke helt"):]


def test_part_that_was_understood_can_be_taken_away_and_back(client: FlaskClient) -> None:
    _, page = post(client, QUESTION)
    assert 'name="uden" value="place" aria-label="Fjern Sted: Amager"' in page
    _, page = post(client, QUESTION, uden="place")
    text = _Reader(page).text
    assert "Sted: Amager" not in text and 'type="hidden" name="uden" value="place"' in page
    assert "gælder Valby" not in text and 'name="med" value="place"' in page
    _, page = post(client, QUESTION, uden="place", med="place")
    assert "Sted: Amager" in _Reader(page).text


def test_part_that_does_not_exist_is_passed_over(client: FlaskClient) -> None:
    status, page = post(client, "angst", uden="findes-ikke")
    assert status == 200 and "Tag med igen" not in page


def test_what_the_documents_do_not_answer_is_not_called_no_help(client: FlaskClient) -> None:
    _, page = post(client, "xyzzy qwerty plugh")
    text = _Reader(page).text
    assert "Det kan vi ikke svare på ud fra dokumenterne" in text
    assert "Det betyder ikke, at der ikke findes hjælp" in text
    assert "ikke udtømmende" in text and "Ingen resultater" not in text


def test_numbers_to_call_when_we_cannot_answer_are_those_of_the_document(client: FlaskClient, service: Service) -> None:
    _, page = post(client, "xyzzy qwerty plugh")
    called = re.findall(r'href="tel:(\d+)"', page)
    assert len(called) > 4
    text = service.documents["handlevejledning"].text.replace(" ", "")
    assert all(number in text for number in called)


def test_question_is_in_no_address_unless_a_link_is_asked_for(client: FlaskClient) -> None:
    _, page = post(client, "hemmeligtord angst")
    links = [value for _, attributes in _Reader(page).tags for name, value in attributes.items() if name in ("href", "action", "src")]
    assert links and not any("hemmeligtord" in link for link in links)
    _, page = post(client, "hemmeligtord angst", link="1")
    assert "/spoerg?q=hemmeligtord+angst" in page or "/spoerg?q=hemmeligtord%20angst" in page
    assert "Linket indeholder dit spørgsmål" in page


def test_markup_in_a_question_is_shown_as_text(client: FlaskClient) -> None:
    _, page = post(client, '</textarea><script>alert("x")</script> angst')
    assert "<script>alert" not in page


@pytest.mark.parametrize("path", PAGES)
def test_page_fetches_nothing_from_elsewhere_and_has_one_heading(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    page = response.get_data(as_text=True)
    reader = _Reader(page)
    addresses = [value for _, attributes in reader.tags for name, value in attributes.items() if name in ("src", "href", "action")]
    assert addresses and all(not urlsplit(address).netloc and urlsplit(address).scheme in ("", "tel") for address in addresses)
    assert not any(name == "style" or name.startswith("on") for _, attributes in reader.tags for name in attributes)
    assert [tag for tag, _ in reader.tags].count("h1") == 1
    run = [attributes for tag, attributes in reader.tags if tag == "script" and not attributes.get("type", "").endswith("json")]  # data is not run
    assert run and all(attributes.get("src") for attributes in run)
    assert len(response.data) < 60_000


@pytest.mark.parametrize("path", [*PAGES, "/static/trivsel.css", "/api/v1/documents", "/health"])
def test_every_response_is_closed_to_others(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        headers = response.headers
    assert "default-src 'self'" in headers["Content-Security-Policy"] and "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin" and headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Robots-Tag"] == "noindex" and "geolocation=()" in headers["Permissions-Policy"]


def test_answers_are_not_stored_on_the_way(client: FlaskClient) -> None:
    assert client.post("/spoerg", data={"q": "angst"}).headers["Cache-Control"] == "no-store"
    assert client.get("/spoerg?q=angst").headers["Cache-Control"] == "no-store"
    assert client.post("/api/v1/ask", json={"query": "angst"}).headers["Cache-Control"] == "no-store"


def test_titles_are_unique(client: FlaskClient) -> None:
    titles = [re.findall(r"<title>(.*?)</title>", client.get(path).get_data(as_text=True))[0] for path in PAGES if "?" not in path and path != "/spoerg"]
    assert len(set(titles)) == len(titles)
    assert "<title>Svar – Spørg – Trivselsgrafen</title>" in post(client, "angst")[1]


def test_menu_lists_only_pages_that_exist(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    menu = page[page.index("<nav"):page.index("</nav>")]
    links = re.findall(r'href="([^"]+)"', menu)
    assert len(links) >= 5 and all(client.get(link).status_code == 200 for link in links)


def test_statement_and_its_document_name_the_same_gaps(client: FlaskClient) -> None:
    assert client.get("/was").headers["Location"] == "/tilgaengelighed"
    page = html.unescape(client.get("/tilgaengelighed").get_data(as_text=True))
    shown = re.findall(r"<li>(.*?)</li>", page[page.index('id="mangler"'):page.index("Skriv til os")])
    document = (Path(__file__).parent.parent / "docs" / "tilgaengelighed.md").read_text(encoding="utf-8")
    listed = document[document.index("## Kendte mangler"):document.index("## Manuel")]
    assert len(shown) >= 3 and [line[2:] for line in listed.splitlines() if line.startswith("- ")] == shown


def test_footer_and_menu_stand_on_every_page(client: FlaskClient) -> None:
    for path in ("/", "/indsatser", "/findes-ikke", "/sparql"):
        page = client.get(path).get_data(as_text=True)
        for link in ("/tilgaengelighed", "/om#spoergsmaal", "/besked?side=", "/english"):
            assert f'href="{link}' in page[page.index("<footer"):], (path, link)
        assert page.count('aria-current="page"') == (1 if path != "/findes-ikke" else 0)


def test_theme_is_remembered_and_leads_only_to_our_pages(client: FlaskClient) -> None:
    response = client.get("/tema/moerk?til=/om")
    assert response.headers["Location"] == "/om"
    assert 'data-bs-theme="dark"' in client.get("/om").get_data(as_text=True)
    for elsewhere in ("//example.org", "https://example.org", "/\\example.org"):
        assert client.get("/tema/lys", query_string={"til": elsewhere}).headers["Location"] == "/"


def test_theme_of_an_answer_keeps_the_answer(client: FlaskClient) -> None:
    _, page = post(client, QUESTION, tema="moerk")
    assert 'data-bs-theme="dark"' in page and "U-Start" in page


def test_about_names_the_threshold(client: FlaskClient) -> None:
    text = _Reader(client.get("/om").get_data(as_text=True)).text
    assert f"Er resultatet {number_words(LEAST_DOUBT)} eller derover, siger vi, at vi ikke kan svare" in text


def test_too_many_questions_are_asked_to_wait(app: Flask) -> None:
    app.config[QUESTION_LIMIT] = 2
    client = app.test_client()
    codes = [client.post("/spoerg", data={"q": "angst"}, environ_base={"REMOTE_ADDR": "10.9.8.7"}) for _ in range(3)]
    assert [response.status_code for response in codes] == [200, 200, 429]
    assert "Vent et minut." in codes[-1].get_data(as_text=True) and codes[-1].headers["Retry-After"]


def test_oversized_body_is_refused(client: FlaskClient) -> None:
    response = client.post("/spoerg", data={"q": "a" * 200_000})
    assert response.status_code == 413 and "Skriv kortere" in response.get_data(as_text=True)


def test_unexpected_error_tells_nothing_of_the_question(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*args: object, **options: object) -> None:
        raise ValueError("hemmeligtord")

    monkeypatch.setattr("web.question_form.ask", fail)
    response = app.test_client().post("/spoerg", data={"q": "hemmeligtord"})
    page = response.get_data(as_text=True)
    assert response.status_code == 500
    assert "Noget gik galt hos os. Dit spørgsmål er ikke gemt." in page and "Traceback" not in page
    output = capfd.readouterr()
    assert "ValueError" in caplog.text
    assert "hemmeligtord" not in caplog.text + page + output.out + output.err


def test_query_not_in_access_log(server_url: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.DEBUG)
    for path, body in (("/spoerg", b"q=hemmeligtord+angst"), ("/spoerg?q=hemmeligtord", None), ("/sparql", b"query=hemmeligtord"), ("/api/v1/ask", b"{hemmeligtord")):
        with contextlib.suppress(HTTPError):
            urlopen(server_url + path, body, timeout=20).close()
    output = capfd.readouterr()
    assert "hemmeligtord" not in caplog.text + output.out + output.err


def test_safety_over_parent_involvement(client: FlaskClient, service: Service) -> None:
    """On a page with the note, every passage and card that speaks of involving the parents has the line to ask first."""
    involved = 0
    for question in ("Elev med massivt fravær bliver slået derhjemme", "Pige i 5. klasse er bange for sin far og kommer ikke i skole", "Hvordan taler jeg med forældrene om vold"):
        status, page = post(client, question)
        assert status == 200 and "Læs det her først" in page
        answer = client.post("/api/v1/ask", json={"query": question}).get_json()
        for item in re.findall(r"<li>\s*<details.*?</details>", page[page.index('id="belaeg"'):], re.DOTALL):
            words = _Reader(item[item.index("<blockquote>"):item.index("</blockquote>")]).text
            assert not service.index.safety.involves_parents(words) or "Afklar først med Socialforvaltningen." in item
            involved += "Afklar først" in item
        for card in re.findall(r"<article.*?</article>", page, re.DOTALL):
            quotes = " ".join(html.unescape(re.sub(r"<[^>]+>", "", quote)) for quote in re.findall(r"<mark>(.*?)</mark>", card, re.DOTALL))
            assert not service.index.safety.involves_parents(quotes) or "Indsatsen inddrager forældrene. Afklar først med Socialforvaltningen." in card
        assert answer["notices"][0]["kind"] == "safety"
    assert involved > 0


def test_service_that_is_not_built_says_so(settings: Settings) -> None:
    def missing() -> Service:
        raise GenerationError("Der er ikke bygget noget. Kør »trivsel build«.")

    client = create_app(missing, settings).test_client()
    assert client.get("/health").status_code == 200
    for path in ("/ready", "/", "/indsatser", "/api/v1/facts"):
        response = client.get(path)
        assert response.status_code == 503 and response.headers["Retry-After"], path


def test_ready_service_says_so_without_data(client: FlaskClient) -> None:
    assert client.get("/ready").get_json() == {"status": "klar", "generation": "gen-1"}


def test_headers_do_not_depend_on_the_pages() -> None:
    app = Flask("bare")
    init_headers(app)
    assert app.test_client().get("/").headers["X-Content-Type-Options"] == "nosniff"
