"""``trivsel trace`` and the pages of goals, coverage and upkeep: values, forms of data, and errors in plain Danish."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from rdflib import Graph

from web.cli import main
from web.goal_view import goal_ids
from web.settings import Settings
from web.startup import Service
from web.trace_printing import CAVEAT
from web.wording import RELATIONS

SVG = "{http://www.w3.org/2000/svg}"


def run(settings: Settings, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["trace", *arguments], env={"TRIVSEL_DATA": str(settings.data)})


def test_json_has_traces_and_gaps(settings: Settings) -> None:
    found = json.loads(run(settings, "--format", "json").stdout)
    assert list(found) == ["traces", "gaps", "partial_gaps"]
    assert list(found["traces"][0])[:7] == ["goal", "document", "intervention", "via", "basis", "confidence", "quote"]
    assert {gap["coverage"] for gap in found["gaps"]} == {"none"} and list(found["gaps"][0])[:3] == ["goal", "document", "why"]
    assert len(found["traces"]) > 300 and all(row["quote"] and row["via"] for row in found["traces"])


@pytest.mark.parametrize(
    ("name", "goals", "interventions"),
    [
        ("Pejlemærke 3", {"Pejlemærke 3"}, {"Forebyggelse af ekstremisme", "Forebyggelse af negativ social kontrol"}),
        ("tidlig opsporing", {"fortsat have fokus på tidlig opsporing"}, {"Kom glad i skole – hver dag", "Kom i skole igen", "Skolesocialrådgivere"}),
    ],
)
def test_goal_by_a_part_of_its_words(settings: Settings, name: str, goals: set[str], interventions: set[str]) -> None:
    traces = json.loads(run(settings, name, "--format", "json").stdout)["traces"]
    assert {row["intervention"] for row in traces} == interventions
    assert all(any(row["goal"].startswith(goal) for goal in goals) for row in traces)


def test_focus_area_chapter_and_intervention_by_name(settings: Settings) -> None:
    area = json.loads(run(settings, "fælles ansvar", "--format", "json").stdout)
    assert {row["holder"] for row in area["traces"]} == {"Fælles ansvar"} and area["gaps"]
    back = json.loads(run(settings, "u-start", "--format", "json").stdout)
    assert {row["intervention"] for row in back["traces"]} == {"U-Start"} and not back["gaps"]
    chapter = json.loads(run(settings, "Kultur og fritid", "--format", "json").stdout)
    assert {row["holder"] for row in chapter["traces"]} == {"Kultur og fritid"}


def test_text_tells_why_and_the_caveat(settings: Settings) -> None:
    shown = run(settings, "Hjælp til dem, der har det sværest").stdout
    assert "→ U-Start (Udledt af tjenesten, sikkerhed 0,70)" in shown and "Hvorfor: " in shown and "Lov: Barnets lov § 32" in shown
    assert CAVEAT in run(settings, "Styrke samarbejdet med skolerne").stdout


def test_unknown_goal_offers_near_names(settings: Settings) -> None:
    found = run(settings, "Fæles ansvar")
    assert found.exit_code == 1 and found.stdout == "" and "Mente du »Fælles ansvar«" in found.stderr


def test_table_opens_in_a_spreadsheet(settings: Settings) -> None:
    raw = run(settings, "--format", "csv").stdout_bytes.decode("utf-8")
    assert raw.startswith("\ufeffrow;goal;")
    rows = list(csv.DictReader(io.StringIO(raw[1:]), delimiter=";"))
    assert {row["row"] for row in rows} == {"trace", "gap"} and not [row for row in rows if row["quote"].startswith(("=", "+", "-", "@"))]


def test_list_of_goals_leads_to_each(client: FlaskClient, service: Service) -> None:
    page = client.get("/maal").text
    ids = goal_ids(service.analyses.goals)
    assert len(ids) == len(service.analyses.goals) and set(re.findall(r'href="/maal/([a-z0-9-]+)"', page)) - {"huller", "indsatser"} == set(ids)
    assert len(client.get("/maal").data) < 60_000 and len(client.get("/maal/huller").data) < 60_000


def test_page_of_a_goal_shows_each_trace_with_word_quote_and_line(client: FlaskClient, service: Service) -> None:
    id_ = next(id_ for id_, goal in goal_ids(service.analyses.goals).items() if "tidlig opsporing" in goal.words)
    page = client.get(f"/maal/{id_}").text
    assert page.count("Udledt af tjenesten") >= 3 and "curve-inferred" in page and 'role="group"' in page and "<table" in page
    assert "Skolesocialrådgivere" in page and "Vis kildens ord" in page and 'style="' not in page


@pytest.mark.parametrize("form", ["json", "csv", "svg"])
def test_goal_as_data(client: FlaskClient, form: str) -> None:
    response = client.get(f"/maal/tidlig-hjaelp-der-forebygger.{form}")
    assert response.status_code == 200
    if form == "svg":
        boxes = ElementTree.fromstring(response.text).iter(f"{SVG}rect")
        assert len(list(boxes)) > 10
    else:
        assert "Kom glad i skole" in response.text


def test_goal_is_a_node_of_the_graph(client: FlaskClient) -> None:
    mark = client.get("/maal").text
    id_ = re.search(r'href="/maal/(pejlemaerke-4[a-z0-9-]*)"', mark)
    assert id_ is not None
    response = client.get(f"/maal/{id_.group(1)}.ttl")
    assert response.status_code == 303 and response.headers["Location"].startswith("/pejlemaerke/")
    assert "Behandle alle københavnere ligeværdigt" in client.get(response.headers["Location"]).text


def test_all_goals_come_as_turtle(client: FlaskClient, service: Service) -> None:
    graph = Graph().parse(data=client.get("/maal.ttl").text, format="turtle")
    paths = {goal.path for goal in service.analyses.goals if goal.path}
    assert len(paths) > 40 and paths <= {str(subject).partition(".example/")[2] for subject in graph.subjects()}
    assert 'href="/maal.ttl"' in client.get("/maal").text


def test_back_from_an_intervention(client: FlaskClient) -> None:
    page = client.get("/maal/fra-indsats/u-start").text
    assert "Hjælp til dem, der har det sværest" in page and "Barnets lov § 30" in page
    assert client.get("/maal/fra-indsats/findes-ikke").status_code == 404


def test_goals_on_the_page_of_an_offer_are_its_traces_and_no_connections(client: FlaskClient, service: Service) -> None:
    page = client.get("/indsats/u-start").text
    goals, _, rest = page.partition('id="maal"')[2].partition("</section>")
    traces = [trace for trace in service.analyses.traces if trace.intervention == "U-Start"]
    assert len(traces) > 4 and f"({len(traces) - 4} mål til)" in goals
    shown = [html.unescape(words).strip() for words in re.findall(r'<p class="goal">(?:<a [^>]*>)?([^<]*)', goals)]
    assert shown == [trace.goal for trace in sorted(traces, key=lambda trace: trace.basis == "inferred")[:4]]
    assert "Svær mistrivsel" in rest and f"<td>{RELATIONS['goal_of']}</td>" not in rest


def test_drawings_hold_no_markup_of_a_goal(client: FlaskClient, service: Service) -> None:
    for id_ in list(goal_ids(service.analyses.goals))[:20]:
        response = client.get(f"/maal/{id_}.svg")
        assert response.status_code == 404 or ElementTree.fromstring(response.text).tag == f"{SVG}svg"


def test_coverage_page_table_and_map_say_the_same(client: FlaskClient, service: Service) -> None:
    page = client.get("/daekning?alder=2").text
    cells = [cell for cell in service.analyses.coverage.cells() if cell.age_group == service.analyses.coverage.age_groups[1]]
    assert page.count('class="square"') == len(cells) == 80
    assert page.count('<span class="missing">Tomt</span>') == sum(not cell.known for cell in cells)
    assert client.get("/daekning.json").get_json()["cells"][0]["state"] in ("tom", "én indsats", "dækket")
    assert client.get("/daekning?alder=99").status_code == 200 and client.get("/daekning.svg").status_code == 200


def test_upkeep_page_counts_from_the_day_given(client: FlaskClient) -> None:
    assert "penge til og med 31. december 2026" in client.get("/eftersyn?dato=2026-03-01").text
    assert "udløber inden for et år fra 1. januar 2030" in client.get("/eftersyn?dato=2030-01-01").text
    assert "Datoen kan ikke læses" in client.get("/eftersyn?dato=i+morgen").text
    assert "26. november 2026. Den dækker 2 love: Barnets lov, Serviceloven." in client.get("/eftersyn").text
    assert client.get("/eftersyn/udloeber.json?as_of=2026-02-30").status_code == 400
    for part in ("udloeber", "mangler", "love"):
        assert client.get(f"/eftersyn/{part}.csv").data.startswith(b"\xef\xbb\xbf")


def test_interface_lists_the_analyses(client: FlaskClient) -> None:
    assert {row["intervention"] for row in client.get("/api/v1/traces?goal=U-start").get_json()["traces"]} == {"U-Start"}
    assert client.get("/api/v1/traces?goal=xyzzy").status_code == 404
    assert client.get("/api/v1/expiring?as_of=2026-03-01").get_json()["expiring"][0]["until"] == "2026-12-31"
    assert client.get("/api/v1/laws").get_json()["table_date"] and client.get("/api/v1/missing").get_json()["missing"]
    assert client.get("/api/v1/coverage").get_json()["cells"]
