"""Who may come in, who may change something, and what is noted of it."""

from __future__ import annotations

import errno
import json
import logging
import os
import stat
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from identity_provider import CLIENT, SECRET, Provider, provider

from web import audit
from web.access import EDITOR, READER, TOKEN_FIELD, editor_only, form_token, note, visitor
from web.application import create_app
from web.audit import BEGUN, DONE, FAILED, REFUSED, AuditError, AuditLog
from web.settings import OIDC, PROXY, Login, Settings
from web.startup import Service

CPR = "010203-1234"
ADDRESS = "http://localhost"
Make = Callable[[Login], FlaskClient]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder for the audit log alone."""
    return tmp_path


@pytest.fixture
def make(service: Service, settings: Settings, data: Path) -> Make:
    """Makes clients of applications with a page that changes something, by how one logs in, each as at another start of the service."""

    def make(login: Login) -> FlaskClient:
        app = create_app(service, replace(settings, data=data, user="mads", login=login, key=Settings(data).key))
        app.register_blueprint(_changing())
        return app.test_client()

    return make


def _changing() -> Blueprint:
    changing = Blueprint("changing", __name__)

    @changing.get("/proeve/skift")
    @editor_only("prøve")
    def form() -> ResponseReturnValue:
        return {"token": form_token(), "name": visitor().name}

    @changing.post("/proeve/skift")
    @editor_only("prøve")
    def change() -> ResponseReturnValue:
        note(f"dokument x, barn {CPR}")
        return {"done": 1}

    @changing.post("/proeve/nej")
    @editor_only("prøve")
    def no() -> ResponseReturnValue:
        return {"done": 0}, 422

    @changing.post("/proeve/fejl")
    @editor_only("prøve")
    def fail() -> ResponseReturnValue:
        raise ValueError("hemmeligtord")

    @changing.get("/proeve/hvem")
    def who() -> ResponseReturnValue:
        return {"name": visitor().name, "role": visitor().role}

    return changing


def lines(data: Path) -> list[tuple[str, str, str]]:
    """Who, what and outcome of each line of the audit log."""
    return [(change.who, change.what, change.outcome) for change in AuditLog(data).read()]


def changed(client: FlaskClient, path: str = "/proeve/skift", **options: object) -> int:
    """Fetch the form and send it; the status."""
    token = client.get("/proeve/skift", **options).get_json()["token"]  # type: ignore[arg-type]
    return client.post(path, data={TOKEN_FIELD: token}, **options).status_code  # type: ignore[arg-type]


# on this machine


def test_user_of_the_machine_edits_and_every_change_is_noted(make: Make, data: Path) -> None:
    client = make(Login())
    assert client.get("/proeve/hvem").get_json() == {"name": "mads", "role": EDITOR}
    assert [changed(client, path) for path in ("/proeve/skift", "/proeve/nej", "/proeve/fejl")] == [200, 422, 500]
    assert lines(data) == [("mads", "prøve", outcome) for outcome in (BEGUN, DONE, BEGUN, REFUSED, BEGUN, FAILED)]
    assert [change.detail for change in AuditLog(data).read()][:2] == ["", "dokument x, barn [fjernet]"]
    assert stat.S_IMODE((data / audit.FILE).stat().st_mode) == 0o600
    written = (data / audit.FILE).read_text(encoding="utf-8")
    assert "127.0.0.1" not in written and CPR not in written and "hemmeligtord" not in written


@pytest.mark.parametrize("host", ["ond.example", "127.0.0.1.ond.example", "localhost.ond.example", "10.0.0.1"])
def test_foreign_name_pointed_at_this_machine_only_reads(make: Make, host: str, data: Path) -> None:
    client = make(Login())
    assert client.get("/proeve/hvem", headers={"Host": host}).get_json()["role"] == READER
    assert client.get("/proeve/skift", headers={"Host": host}).status_code == 403
    assert client.post("/proeve/skift", headers={"Host": host}, data={}).status_code == 403 and lines(data) == []


def test_token_shown_to_a_foreign_name_changes_nothing_under_our_own(make: Make, data: Path) -> None:
    client = make(Login())
    page = client.get("/besked", headers={"Host": "ond.example"}).get_data(as_text=True)
    token = page.partition(f'name="{TOKEN_FIELD}" value="')[2].partition('"')[0]
    assert len(token) == 64 and client.post("/proeve/skift", data={TOKEN_FIELD: token}).status_code == 403 and lines(data) == []


def test_another_machine_only_reads(make: Make) -> None:
    assert make(Login()).get("/proeve/hvem", environ_base={"REMOTE_ADDR": "10.1.2.3"}).get_json()["role"] == READER


@pytest.mark.parametrize("token", ["", "gættet", "0" * 64, "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")])
def test_form_of_another_site_changes_nothing(make: Make, data: Path, token: str) -> None:
    client = make(Login())
    response = client.post("/proeve/skift", data={TOKEN_FIELD: token})
    assert response.status_code == 403 and "Intet er ændret" in response.get_data(as_text=True) and lines(data) == []


def test_token_is_of_one_user_and_one_start(make: Make) -> None:
    one, other = make(Login()), make(Login())
    token = one.get("/proeve/skift").get_json()["token"]
    assert len(token) == 64 and other.post("/proeve/skift", data={TOKEN_FIELD: token}).status_code == 403


# behind a proxy

BEHIND = Login(PROXY, frozenset({"rikke"}), proxies=("10.0.0.5", "10.1.0.0/16"))


def by(name: str | None, address: str = "10.0.0.5") -> dict[str, object]:
    return {"environ_base": {"REMOTE_ADDR": address}, "headers": {"X-Remote-User": name} if name is not None else {}}


def test_proxy_tells_who_it_is(make: Make, data: Path) -> None:
    client = make(BEHIND)
    assert client.get("/proeve/hvem", **by("rikke")).get_json() == {"name": "rikke", "role": EDITOR}
    assert client.get("/proeve/hvem", **by("mads", "10.1.2.3")).get_json() == {"name": "mads", "role": READER}
    assert changed(client, **by("rikke")) == 200 and lines(data) == [("rikke", "prøve", BEGUN), ("rikke", "prøve", DONE)]
    assert client.get("/proeve/skift", **by("mads")).status_code == 403


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.6", "10.2.0.1", "::1", "ukendt"])
def test_header_from_anywhere_else_is_refused(make: Make, address: str) -> None:
    response = make(BEHIND).get("/indsatser", **by("rikke", address))
    assert response.status_code == 403 and "rikke" not in response.get_data(as_text=True)


@pytest.mark.parametrize("name", [None, "", " ", "rikke,mads", "a" * 201, "<b>"])
def test_nobody_and_odd_names_do_not_come_in(make: Make, name: str | None) -> None:
    client = make(BEHIND)
    for path in ("/", "/indsatser", "/proeve/hvem"):
        response = client.get(path, **by(name))
        assert response.status_code == 401 and "Du er ikke logget ind" in response.get_data(as_text=True)
    assert client.post("/api/v1/ask", json={"query": "angst"}, **by(name)).get_json() == {"fejl": "log_ind", "besked": "Log ind, og prøv igen."}


def test_another_header_can_be_chosen_and_the_usual_one_then_counts_nothing(make: Make) -> None:
    client = make(replace(BEHIND, header="X-Bruger"))
    assert client.get("/", **by("rikke")).status_code == 401
    assert client.get("/", environ_base={"REMOTE_ADDR": "10.0.0.5"}, headers={"X-Bruger": "rikke"}).status_code == 200


def test_state_is_told_to_everyone(make: Make) -> None:
    client = make(BEHIND)
    assert client.get("/health").get_json() == {"status": "ok"} and client.get("/ready").status_code == 200


def test_each_user_behind_a_proxy_has_a_limit_of_their_own(make: Make) -> None:
    client = make(BEHIND)
    client.application.config["QUESTION_LIMIT"] = 2
    statuses = [client.post("/spoerg", data={"q": "angst"}, **by(name)).status_code for name in ("grænse1", "grænse1", "grænse1", "grænse2")]
    assert statuses == [200, 200, 429, 200]


# OpenID Connect


@pytest.fixture(scope="module")
def identity() -> Iterator[Provider]:
    """A provider on this machine."""
    with provider() as running:
        yield running


@pytest.fixture
def outside(make: Make, identity: Provider) -> FlaskClient:
    """A browser that has not logged in."""
    identity.spoil, identity.name, identity.signing_key = {}, "anne", identity.key
    return make(Login(OIDC, frozenset({"anne"}), address=ADDRESS, issuer=identity.issuer, client=CLIENT, secret=SECRET))


def log_in(client: FlaskClient, identity: Provider, path: str = "/proeve/hvem") -> tuple[int, str]:
    """Go the way of a browser through the login; status and where it ends."""
    sent = client.get(path)
    assert sent.status_code == 303
    to_provider = client.get(sent.headers["Location"])
    assert to_provider.status_code == 302 and to_provider.headers["Location"].startswith(f"{identity.issuer}/authorize?")
    back = urlsplit(identity.code_for(to_provider.headers["Location"]))
    response = client.get(f"{back.path}?{back.query}")
    return response.status_code, response.headers.get("Location", "")


def test_login_leads_to_the_provider_and_back_to_the_page(outside: FlaskClient, identity: Provider, data: Path) -> None:
    assert log_in(outside, identity) == (303, "/proeve/hvem")
    assert outside.get("/proeve/hvem").get_json() == {"name": "anne", "role": EDITOR}
    assert changed(outside) == 200 and lines(data)[-1] == ("anne", "prøve", DONE)
    cookie = outside.get_cookie("login")
    assert cookie and cookie.http_only and cookie.same_site == "Lax" and cookie.expires


def test_who_is_no_editor_reads(outside: FlaskClient, identity: Provider) -> None:
    identity.name = "bo"
    log_in(outside, identity)
    assert outside.get("/proeve/hvem").get_json() == {"name": "bo", "role": READER} and outside.get("/proeve/skift").status_code == 403


@pytest.mark.parametrize(
    "claims", [{"iss": "http://ond.example"}, {"aud": "en anden"}, {"nonce": "gammel"}, {"exp": 1, "iat": 0}], ids=["issuer", "audience", "nonce", "expired"]
)
def test_token_that_is_not_for_us_is_refused(outside: FlaskClient, identity: Provider, claims: dict[str, object]) -> None:
    identity.spoil = claims
    assert log_in(outside, identity)[0] == 401 and outside.get("/proeve/hvem").status_code == 303


def test_token_signed_by_another_key_is_refused(outside: FlaskClient, identity: Provider) -> None:
    from joserfc.jwk import RSAKey

    identity.signing_key = RSAKey.generate_key(2048, {"kid": "1"})
    assert log_in(outside, identity)[0] == 401 and outside.get("/proeve/hvem").status_code == 303


def test_answer_that_was_not_asked_for_is_refused(outside: FlaskClient) -> None:
    assert outside.get("/login/tilbage?code=x&state=y").status_code == 401
    assert outside.get("/login/tilbage?error=access_denied").status_code == 401


def test_program_is_told_and_not_led(outside: FlaskClient) -> None:
    assert outside.post("/api/v1/ask", json={"query": "angst"}).status_code == 401 and outside.post("/spoerg", data={"q": "angst"}).status_code == 401


@pytest.mark.parametrize("target", ["https://ond.example/", "//ond.example", "/\\ond.example"])
def test_login_leads_back_only_to_our_pages(outside: FlaskClient, identity: Provider, target: str) -> None:
    to_provider = outside.get("/login", query_string={"til": target}).headers["Location"]
    back = urlsplit(identity.code_for(to_provider))
    assert outside.get(f"{back.path}?{back.query}").headers["Location"] == "/"


def test_provider_that_does_not_answer_is_no_failure_of_ours(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    client = make(Login(OIDC, address=ADDRESS, issuer="http://127.0.0.1:9", client=CLIENT, secret=SECRET))
    assert client.get("/login").status_code == 503 and SECRET not in caplog.text and "Udbyderen af login svarer ikke" in caplog.text


def test_secret_is_never_shown() -> None:
    assert SECRET not in repr(Settings(Path(), login=Login(OIDC, secret=SECRET)))


# the audit log


def test_change_that_cannot_be_noted_is_not_made(make: Make, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = make(Login())
    token = client.get("/proeve/skift").get_json()["token"]

    def full(*arguments: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    response = client.post("/proeve/skift", data={TOKEN_FIELD: token})
    monkeypatch.undo()
    assert response.status_code == 503 and "disken er fuld" in response.get_data(as_text=True)
    assert (data / audit.FILE).read_bytes() == b"" and changed(client) == 200


def test_line_cut_off_by_a_loss_of_power_stays_alone(data: Path) -> None:
    log = AuditLog(data)
    log.put("mads", "prøve", DONE)
    with open(data / audit.FILE, "ab") as file:
        file.write(b'{"when": "2026')
    log.put("mads", "prøve", REFUSED)
    assert [change.outcome for change in log.read()] == [DONE, REFUSED]
    assert json.loads((data / audit.FILE).read_bytes().splitlines()[-1])["outcome"] == REFUSED


def test_many_at_once_lose_no_line(data: Path) -> None:
    threads = [threading.Thread(target=lambda number=number: [AuditLog(data).put(f"bruger{number}", "prøve", DONE) for _ in range(10)]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(AuditLog(data).read()) == 80


def test_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(AuditError, match="findes ikke.*intet er ændret"):
        AuditLog(tmp_path / "mangler").put("mads", "prøve", BEGUN)


def test_names_of_visitors_are_not_logged(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    make(BEHIND).post("/spoerg", data={"q": "angst"}, **by("rikke"))
    assert "rikke" not in caplog.text and "10.0.0.5" not in caplog.text


def test_app_without_login_needs_no_session(make: Make) -> None:
    app: Flask = make(Login()).application
    assert app.secret_key is None and "Set-Cookie" not in app.test_client().get("/").headers
