"""The page where an editor adds a document: only for editors, never from another site, and every refusal is one plain sentence."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from corpus.library import Library
from web import freshness
from web.application import create_app
from web.audit import AuditLog
from web.settings import PROXY, Login, Settings
from web.startup import Service

TEXT = "# Morgenplan\n\nPædagogen henter eleven derhjemme, og de går til skole sammen. Det sker hver dag i tre uger.\n"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, service: Service) -> Settings:
    """A data folder of one's own where building takes no time."""
    (tmp_path / "data").mkdir()
    monkeypatch.setattr("web.build.build", lambda settings, progress: settings.data / "gen-1")
    monkeypatch.setattr(freshness, "open_service", lambda settings: service)
    return Settings(data=tmp_path / "data", user="mads")


@pytest.fixture
def editor(own: Settings, service: Service) -> FlaskClient:
    return create_app(service, own).test_client()


def send(client: FlaskClient, text: str = TEXT, name: str = "plan.md", **fields: Any) -> TestResponse:
    token = re.search(r'name="bevis" value="([^"]+)"', client.get("/data/tilfoej").get_data(as_text=True))
    form = {"bevis": token.group(1) if token else "", "fil": (io.BytesIO(text.encode()), name), **fields}
    return client.post("/data/tilfoej", data=form, content_type="multipart/form-data")


def test_document_is_added(editor: FlaskClient, own: Settings) -> None:
    page = send(editor, title="Plan for morgenen", status="udkast", date="2026-05")
    assert page.status_code == 200 and "Plan for morgenen</a> er tilføjet: 1 afsnit" in page.get_data(as_text=True)
    (kept,) = Library(own.data).kept()
    assert (kept.edition, kept.status, kept.file) == ("plan-for-morgenen@2026-05", "udkast", "plan.md")


def test_another_site_cannot_send_the_form(editor: FlaskClient, own: Settings) -> None:
    """Such a site may send any fields, but knows no token."""
    page = send(editor, bevis="gættet")
    assert page.status_code == 403 and "Formularen er for gammel" in page.get_data(as_text=True) and not Library(own.data).kept()


def test_readers_see_no_form_and_add_nothing(service: Service, own: Settings) -> None:
    client = create_app(service, replace(own, login=Login(PROXY, frozenset({"rikke"}), proxies=("127.0.0.1",)))).test_client()
    assert client.get("/data/tilfoej", headers={"X-Remote-User": "bo"}).status_code == 403
    assert client.post("/data/tilfoej", headers={"X-Remote-User": "bo"}, data={}).status_code == 403 and not Library(own.data).kept()


def test_who_added_what_is_noted(editor: FlaskClient, own: Settings) -> None:
    send(editor, title="Plan for morgenen")
    send(editor, date="snart")
    assert [(change.who, change.what, change.outcome, change.detail) for change in AuditLog(own.data).read()] == [
        ("mads", "dokument tilføjet", "begyndt", ""), ("mads", "dokument tilføjet", "gennemført", "plan-for-morgenen"),
        ("mads", "dokument tilføjet", "begyndt", ""), ("mads", "dokument tilføjet", "afvist", ""),
    ]  # fmt: skip
    assert Library(own.data).kept()[0].by == "mads"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": "Ring til 010203-1234 i morgen tidlig."}, "cpr-nummer"), ({"date": "snart"}, "ÅÅÅÅ-MM-DD"), ({"supersedes": "ukendt"}, "findes ikke"),
        ({"text": ""}, "tom"), ({"fil": (io.BytesIO(b""), "")}, "Vælg en fil"),
    ],
)  # fmt: skip
def test_refusals_are_told(editor: FlaskClient, own: Settings, fields: dict[str, Any], words: str) -> None:
    page = send(editor, **fields)
    text = page.get_data(as_text=True)
    assert page.status_code == 422 and words in text and "010203-1234" not in text and not Library(own.data).kept()


def test_name_of_the_file_is_never_a_path(editor: FlaskClient, own: Settings) -> None:
    assert send(editor, name="../../x.md").status_code == 200
    assert [kept.file for kept in Library(own.data).kept()] == ["x.md"]


def test_question_limit_of_size_still_holds_elsewhere(editor: FlaskClient) -> None:
    assert editor.post("/spoerg", data={"q": "x" * 200_000}).status_code == 413
    assert send(editor, text=TEXT + "ord " * 60_000).status_code == 200
