"""Overlaps and conflicts as commands, pages, data and pictures: the same pairs and places everywhere."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient

from graph.overlap.scoring import WEIGHTS
from web.application import create_app
from web.cli import main
from web.comparisons import CONFLICT_KINDS, OVERLAP_KINDS, conflicts_csv, overlaps_csv
from web.overlap_view import GROUPS, PER_PAGE
from web.settings import Settings
from web.startup import Service

LARGEST_PAGE = 60_000  # bytes
PAIR = "/overlap/kom-glad-i-skole-hver-dag/skolefravaersraadgivere"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def app(service: Service, settings: Settings) -> Flask:
    """One application for all tests: it reads only."""
    return create_app(service, settings)


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Runs a command on the built generation."""
    monkeypatch.setenv("TRIVSEL_DATA", str(settings.data))

    def command(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments)

    return command


def text_of(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.get_data(as_text=True))


def test_command_gives_the_shape_of_the_interface(run, service: Service) -> None:  # type: ignore[no-untyped-def]
    found = json.loads(run("overlaps", "--format", "json").stdout)["overlaps"]
    assert len(found) == len(service.overlaps)
    assert found[0].keys() == {"a", "b", "shared", "derived", "kind", "score", "parts", "why", "quotes"}
    assert found[0]["shared"].keys() >= {"schools", "districts", "ages", "steps", "laws", "target"}
    assert found[0]["quotes"][0].keys() >= {"document", "section", "text", "start", "end"}
    found = json.loads(run("conflicts", "--format", "json").stdout)["conflicts"]
    assert len(found) == len(service.conflicts)
    assert found[0].keys() == {"kind", "what", "trust", "why", "basis", "quotes"}


def test_command_for_people(run, service: Service) -> None:  # type: ignore[no-untyped-def]
    assert run("overlaps").stdout.startswith("0,73  Cool kids og Chilled – Mind My Mind\n      Samme målgruppe og samme slags hjælp: begge nævner")
    told = run("conflicts").stdout
    assert [title.upper() in told for title in CONFLICT_KINDS.values()] == [True] * len(CONFLICT_KINDS)
    assert told.count("(fundet af et menneske)") == sum(conflict.basis == "curated" for conflict in service.conflicts)


def test_tables_for_spreadsheets(run, service: Service) -> None:  # type: ignore[no-untyped-def]
    rows = list(csv.DictReader(io.StringIO(run("overlaps", "--format", "csv").stdout.removeprefix("\ufeff")), delimiter=";"))
    assert [(row["a"], row["b"]) for row in rows] == [(overlap.a, overlap.b) for overlap in service.overlaps]
    assert rows[0]["score"] == "0,730"
    assert overlaps_csv([]).startswith("\ufeffa;b;kind;score;schools")
    assert conflicts_csv(service.conflicts).count("\r\n") > len(service.conflicts)


def test_api_and_pages_give_the_same_data(client: FlaskClient, service: Service) -> None:
    for path, name, found in (("overlap.json?fra=0", "overlaps", service.overlaps), ("uenigheder.json", "conflicts", service.conflicts)):
        one, other = (client.get(address).get_json()[name] for address in (f"/{path}", f"/api/v1/{name}"))
        assert one == other == json.loads(json.dumps([row.to_json() for row in found]))  # type: ignore[attr-defined]


def test_list_of_overlaps(client: FlaskClient, service: Service) -> None:
    page = text_of(client, "/overlap")
    much = [one for one in service.overlaps if one.score >= 0.3]
    assert re.findall(r"<h3><a href=\"[^\"]+\">(.+?)</a>", page) == [f"{one.a} og {one.b}" for one in much[:PER_PAGE]]
    assert f"{len(much)} par af" in page and "der deler mindst 0,3" in page and 'href="/overlap?fra=0">Vis alle par</a>' in page and len(much) < len(service.overlaps)
    assert f"{len(service.overlaps)} par af" in text_of(client, "/overlap?fra=0")
    assert "Det er ikke en vurdering af, om den ene er overflødig." in page
    assert "Cool kids og Chilled og Mind My Mind: 0,73, se sammenligning" in page
    assert len(client.get("/overlap").data) < LARGEST_PAGE


def test_pages_of_the_list_hold_every_pair_once(client: FlaskClient, service: Service) -> None:
    pages = -(-len(service.overlaps) // PER_PAGE)
    listed = [name for page in range(1, pages + 1) for name in re.findall(r"<h3><a href=\"[^\"]+\">(.+?)</a>", text_of(client, f"/overlap?fra=0&side={page}"))]
    assert listed == [f"{one.a} og {one.b}" for one in service.overlaps]
    assert f'start="{PER_PAGE + 1}"' in text_of(client, "/overlap?fra=0&side=2")


def test_every_pair_stands_once_in_the_matrix(client: FlaskClient, service: Service) -> None:
    cells: list[str] = []
    for page in range(1, 6):
        cells += re.findall(r'<td><a href="([^"]+)"', text_of(client, f"/overlap?fra=0&side={page}"))
    assert len(cells) == len(set(cells)) == len(service.overlaps)


@pytest.mark.parametrize("kind", OVERLAP_KINDS)
def test_one_kind_of_overlap(client: FlaskClient, service: Service, kind: str) -> None:
    rows = client.get(f"/overlap.json?fra=0&slags={kind}").get_json()["overlaps"]
    assert len(rows) == sum(overlap.kind == kind for overlap in service.overlaps) > 0


def test_score_counts_only_what_is_compared(client: FlaskClient) -> None:
    rows = client.get("/overlap.json?paa=sted&fra=0,9").get_json()["overlaps"]
    assert rows and all(row["parts"]["schools"] + row["parts"]["districts"] >= 0.9 * 0.25 for row in rows)


def test_four_groups_hold_all_that_a_score_is_made_of(client: FlaskClient, service: Service) -> None:
    assert [title for title, _, _ in GROUPS.values()] == ["Behov", "Målgruppe", "Sted", "Metode"]
    assert sorted(aspect for _, _, aspects in GROUPS.values() for aspect in aspects) == sorted(WEIGHTS)
    pairs = {(row["a"], row["b"]): row for row in client.get("/overlap.json?paa=behov&paa=maalgruppe&fra=0").get_json()["overlaps"]}
    assert set(pairs) == {(one.a, one.b) for one in service.overlaps if one.parts.get("target") or one.parts.get("ages")}


@pytest.mark.parametrize("query", ["fra=abc", "side=0", "side=999", "side=-1", "slags=xyz", "paa=xyz", "fra=9", "fra=1.2.3"])
def test_odd_choices_do_no_harm(client: FlaskClient, query: str) -> None:
    assert client.get(f"/overlap?{query}").status_code == 200
    assert client.get(f"/uenigheder?{query}").status_code == 200


def test_pair_side_by_side(client: FlaskClient) -> None:
    page = text_of(client, PAIR)
    for words in ("Fælles", "Side om side", "Nørre Fælled Skole", "Holbergskolen", "Tagensbo Skole", "målrettet børn med begyndende eller lavt fravær", "Står ikke i kilden"):
        assert words in page
    one, other = (client.get(f"/overlap/{path}.json").get_json() for path in ("u-start/mind-my-mind", "mind-my-mind/u-start"))
    assert one == other and len(one["overlaps"]) == 1


def test_page_of_an_intervention_names_those_most_like_it(client: FlaskClient, service: Service) -> None:
    page = text_of(client, "/indsats/mind-my-mind")
    section = page.partition('id="ligner"')[2].partition("</section>")[0]
    best = [one for one in service.overlaps if "Mind My Mind" in (one.a, one.b) and one.kind != "same_step"][:4]
    assert re.findall(r'<a href="/indsats/[^"]+">(.+?)</a>', section) == [one.b if one.a == "Mind My Mind" else one.a for one in best]
    assert len(best) == 4 and all(one.why in section for one in best) and section.count('href="/overlap/') == 4


def test_pair_that_shares_nothing(client: FlaskClient) -> None:
    assert "Dokumenterne nævner ikke noget, som de to deler." in text_of(client, "/overlap/u-start/kom-i-skole-igen")
    assert client.get("/overlap/u-start/kom-i-skole-igen.json").get_json() == {"overlaps": []}
    assert client.get("/overlap/u-start/findes-ikke").status_code == 404


def test_pictures_are_drawings_with_every_link(client: FlaskClient, service: Service) -> None:
    ladder = ElementTree.fromstring(client.get("/trappen.svg").data)
    named = {link.get("aria-label") for link in ladder.iter(f"{SVG}a")}
    assert named == {offer.label for offer in service.index.offers.values() if offer.step}
    matrix = client.get("/overlap.svg")
    assert matrix.mimetype == "image/svg+xml" and matrix.headers["Content-Disposition"] == "attachment; filename=overlap.svg"
    squares = [rect for rect in ElementTree.fromstring(matrix.data).iter(f"{SVG}rect") if rect.get("class") == "cell"]
    shades = [float(rect.get("fill-opacity", "0")) for rect in squares]
    assert shades and max(shades) == pytest.approx(0.15 + 0.85 * 0.73, abs=0.01)


def test_no_style_or_script_within_the_pages(client: FlaskClient) -> None:
    for path in ("/overlap", PAIR, "/uenigheder", "/trappen"):
        page = client.get(path).get_data(as_text=True)
        assert " style=" not in page and "<style" not in page and not re.search(r"<script(?![^>]* src=)", page)


def test_conflicts_by_page_and_kind(client: FlaskClient, service: Service) -> None:
    listed: list[str] = []
    for page in range(1, 10):
        body = client.get(f"/uenigheder?side={page}")
        assert len(body.data) < LARGEST_PAGE * 2
        listed += re.findall(r'<details class="conflict">\s*<summary>(.+?)(?: <span class="tag">|</summary>)', unescape(body.get_data(as_text=True)))
        if "Næste side" not in body.get_data(as_text=True):
            break
    assert listed == [conflict.what for conflict in service.conflicts]
    figures = text_of(client, "/uenigheder?slags=figures")
    assert "14 ud af 21 er 67 pct., men der står 66 pct." in figures and "Navne og stavemåder</h2>" not in figures


def test_conflicts_are_reached_from_the_page_of_data(client: FlaskClient) -> None:
    assert 'href="/uenigheder"' in client.get("/data").get_data(as_text=True)
