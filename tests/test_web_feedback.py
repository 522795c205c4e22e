"""Messages to the editor: what is kept, what never is, and for how long."""

from __future__ import annotations

import json
import logging
import os
import re
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from web.application import create_app
from web.feedback import FILE, LONGEST, Message, MessageBox
from web.settings import Settings
from web.startup import Service

CPR = "010203-1234"
FIELDS = {"slags": "foraeldet", "besked": "Nummeret er lavet om.", "side": "/indsats/u-start"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder for messages alone."""
    return tmp_path


@pytest.fixture
def client(service: Service, settings: Settings, folder: Path) -> FlaskClient:
    """A client of an application whose messages go to a folder of their own."""
    return create_app(service, Settings(data=folder, base_iri=settings.base_iri)).test_client()


def send(client: FlaskClient, **fields: str) -> tuple[int, str]:
    """Open the form as a browser does, and send it."""
    form = client.get("/besked?side=/indsats/u-start").get_data(as_text=True)
    token = re.search(r'name="bevis" value="([^"]+)"', form)
    assert token
    response = client.post("/besked", data={"bevis": token.group(1), **FIELDS, **fields})
    return response.status_code, response.get_data(as_text=True)


def kept(folder: Path) -> list[dict[str, str | None]]:
    """The messages of a folder."""
    path = folder / FILE
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def test_message_is_one_line_without_user_or_address(client: FlaskClient, folder: Path) -> None:
    status, _ = send(client)
    assert status == 303 and "Beskeden er sendt til redaktøren." in client.get("/besked?tak=1").get_data(as_text=True)
    assert kept(folder) == [{"day": date.today().isoformat(), "kind": "foraeldet", "text": FIELDS["besked"], "page": "/indsats/u-start", "question": None}]
    assert "127.0.0.1" not in (folder / FILE).read_text(encoding="utf-8")


def test_question_comes_along_only_where_one_says_so(client: FlaskClient, folder: Path) -> None:
    page = client.post("/besked", data={"vis": "1", "q": "barn med angst"}).get_data(as_text=True)
    assert "barn med angst</textarea>" in page and re.search(r'type="checkbox" id="med" name="med" value="1">', page)
    send(client, q="barn med angst")
    send(client, q="barn med angst", med="1")
    assert [row["question"] for row in kept(folder)] == [None, "barn med angst"]


@pytest.mark.parametrize("field", ["besked", "q", "side", "slags"])
def test_cpr_number_is_neither_kept_nor_echoed_nor_logged(client: FlaskClient, folder: Path, field: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    status, page = send(client, **{field: f"/barn {CPR}"})
    assert status == 422 and "cpr-nummer" in page and CPR not in page + caplog.text and kept(folder) == []
    assert CPR not in client.get("/besked", query_string={"side": f"/{CPR}"}).get_data(as_text=True)


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"slags": ""}, "Vælg, hvad der er forkert."), ({"slags": "x"}, "Vælg"), ({"besked": "  "}, "Skriv kort"), ({"besked": "a" * (LONGEST + 1)}, "højst 2.000 tegn")],
)
def test_what_is_missing_is_told_at_its_field(client: FlaskClient, folder: Path, fields: dict[str, str], words: str) -> None:
    status, page = send(client, **fields)
    assert status == 422 and "Der er et problem" in page and words in page and kept(folder) == []


def test_message_of_another_site_is_not_kept(client: FlaskClient, folder: Path) -> None:
    assert client.post("/besked", data=FIELDS).status_code == 422
    client.get("/besked")
    assert client.post("/besked", data={**FIELDS, "bevis": "gættet"}).status_code == 422
    assert client.post("/besked", data={**FIELDS, "bevis": ""}).status_code == 422
    assert kept(folder) == []
    assert "Set-Cookie" not in client.get("/besked").headers


def test_page_told_is_a_path_of_ours(client: FlaskClient, folder: Path) -> None:
    send(client, side="https://example.org/x")
    send(client, side="//example.org")
    send(client, side="/spoerg?q=hemmeligt")
    assert [row["page"] for row in kept(folder)] == ["", "", "/spoerg"]


def test_message_is_gone_after_ninety_days(folder: Path) -> None:
    box = MessageBox(folder)
    for day in ("2026-01-01", "2026-01-02", "2026-03-01"):
        box.put(Message(day, "andet", day, "/"))
    box.sweep(date(2026, 4, 2))
    assert [row["text"] for row in kept(folder)] == ["2026-01-02", "2026-03-01"]
    box.sweep(date(2026, 4, 3))
    assert [row["text"] for row in kept(folder)] == ["2026-03-01"]
    assert not list(folder.glob("*.tmp"))


def test_damaged_line_is_let_go_and_stops_nothing(client: FlaskClient, folder: Path) -> None:
    (folder / FILE).write_text('{"day": "20\n[]\n', encoding="utf-8")
    status, _ = send(client)
    assert status == 303 and [row["text"] for row in kept(folder)] == [FIELDS["besked"]]


def test_old_messages_go_with_the_first_request_of_a_day(client: FlaskClient, folder: Path) -> None:
    MessageBox(folder).put(Message("2020-01-01", "andet", "gammel", "/"))
    assert client.get("/health").status_code == 200
    assert kept(folder) == []


def test_messages_of_several_processes_are_all_kept(folder: Path) -> None:
    """Each writes the file anew, so they must take turns."""
    copies = []
    for number in range(4):
        if (copy := os.fork()) == 0:
            box = MessageBox(folder)
            for place in range(25):
                box.put(Message(date.today().isoformat(), "andet", f"{number} {place}", "/"))
            os._exit(0)
        copies.append(copy)
    assert [os.waitpid(copy, 0)[1] for copy in copies] == [0, 0, 0, 0]
    kept = [json.loads(line)["text"] for line in (folder / FILE).read_text(encoding="utf-8").splitlines()]
    assert sorted(kept) == sorted(f"{number} {place}" for number in range(4) for place in range(25))
