"""The page where an editor adds a document: only with the key, never from another site, and every refusal is one plain sentence."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from corpus.library import Library
from web import adding, editing
from web.application import create_app
from web.settings import Settings
from web.startup import Service

KEY = "en lang nøgle"
TEXT = "# Morgenplan\n\nPædagogen henter eleven derhjemme, og de går til skole sammen. Det sker hver dag i tre uger.\n"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, service: Service) -> Settings:
    """A data folder of one's own where building takes no time."""
    monkeypatch.setattr(adding, "build", lambda settings, progress: settings.data / "gen-1")
    monkeypatch.setattr(editing, "open_service", lambda settings: service)
    return Settings(data=tmp_path / "data", editor_key=KEY)


@pytest.fixture
def editor(own: Settings, service: Service) -> FlaskClient:
    return create_app(service, own).test_client()


def send(client: FlaskClient, text: str = TEXT, name: str = "plan.md", **fields: Any) -> TestResponse:
    token = re.search(r'name="formular" value="([^"]+)"', client.get("/data/tilfoej").get_data(as_text=True))
    form = {"formular": token.group(1) if token else "", "noegle": KEY, "fil": (io.BytesIO(text.encode()), name), **fields}
    return client.post("/data/tilfoej", data=form, content_type="multipart/form-data")


def test_document_is_added(editor: FlaskClient, own: Settings) -> None:
    page = send(editor, title="Plan for morgenen", status="udkast", date="2026-05")
    assert page.status_code == 200 and "Plan for morgenen</a> er tilføjet: 1 afsnit" in page.get_data(as_text=True)
    (kept,) = Library(own.data).kept()
    assert (kept.edition, kept.status, kept.file) == ("plan-for-morgenen@2026-05", "udkast", "plan.md")


@pytest.mark.parametrize("key", ["", "forkert", KEY + "x"])
def test_without_the_key_nothing_is_added(editor: FlaskClient, own: Settings, key: str) -> None:
    page = send(editor, noegle=key)
    assert page.status_code == 403 and "Nøglen er ikke rigtig" in page.get_data(as_text=True) and not Library(own.data).kept()


def test_another_site_cannot_send_the_form(editor: FlaskClient, own: Settings) -> None:
    """Such a site may send any fields, but knows no token."""
    page = send(editor, formular="gættet")
    assert page.status_code == 403 and "Formularen er for gammel" in page.get_data(as_text=True) and not Library(own.data).kept()


def test_closed_without_a_key(service: Service, tmp_path: Path) -> None:
    client = create_app(service, Settings(data=tmp_path)).test_client()
    assert "TRIVSEL_EDITOR_KEY" in client.get("/data/tilfoej").get_data(as_text=True)
    assert send(client, noegle="").status_code == 403 and not Library(tmp_path).kept()


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
