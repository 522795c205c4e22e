"""Private by construction: what is asked reaches no file, no output, no address and no other machine."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urlencode

import privacy_guard
import pytest
from flask.testing import FlaskClient

from web.settings import Settings

REPOSITORY = Path(__file__).parents[1]
CPR = "010203-1234"
SECRET_WORD = "hemmeligtord"
SAID = f"{SECRET_WORD} angst hos barn på 9"
NAUGHTY = f"dreng {CPR} {SECRET_WORD}"
PAGE = {"Accept": "text/html"}


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)",
        "import urllib.request; urllib.request.urlopen('http://example.org/', timeout=1)",
        "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
        "import socket; socket.getaddrinfo('example.org', 80)",
    ],
)
def test_guard_stops_every_look_beyond_this_machine(tmp_path: Path, code: str) -> None:
    tried = tmp_path / "tried.txt"
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "TRIVSEL_GUARD": str(tried)}, capture_output=True, text=True, timeout=600)
    assert done.returncode == 1 and "Beyond" in done.stderr and re.match(r"socket\.\w+ (192\.0\.2\.1|example\.org)\n", tried.read_text())


def test_guard_lets_this_machine_through(tmp_path: Path) -> None:
    code = "import socket; s = socket.create_server(('127.0.0.1', 0)); socket.create_connection(('localhost', s.getsockname()[1])).close(); socket.socketpair()"
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "TRIVSEL_GUARD": str(tmp_path / "tried.txt")}, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr


def test_search_for_what_was_planted_finds_it(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", f"open({str(tmp_path / 'left.bin')!r}, 'wb').write(b'\\0' + {CPR!r}.encode())"], check=True, timeout=600)
    (tmp_path / "ours.txt").write_text(CPR, encoding="utf-8")
    assert privacy_guard.leaks(tmp_path) == [str(tmp_path / "left.bin")]
    (tmp_path / "left.bin").unlink()
    assert privacy_guard.planted_in(f"x {SECRET_WORD}\n") == SECRET_WORD and privacy_guard.planted_in("angst") is None


@pytest.fixture
def data(settings: Settings, tmp_path: Path) -> Path:
    """A data folder over the generation of the tests, for one service alone."""
    data = tmp_path / "data"
    data.mkdir()
    name = (settings.data / "CURRENT").read_text(encoding="utf-8")
    (data / name).symlink_to(settings.data / name)
    (data / "CURRENT").write_text(name, encoding="utf-8")
    return data


def test_nothing_that_comes_in_by_any_way_is_left_anywhere(data: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    environment = {**os.environ, "TRIVSEL_DATA": str(data), "TMPDIR": str(place), "HOME": str(place), "PYTHONUNBUFFERED": "1"}
    with open(tmp_path / "out.txt", "wb") as out:
        serving = subprocess.Popen(
            [sys.executable, "-c", "from web.cli import main; main()", "serve", "--port", "0"], env=environment, stdout=out, stderr=out, cwd=REPOSITORY,
        )  # fmt: skip
    try:
        statuses = [_fetch(_address(tmp_path / "out.txt", serving), path, body, kind) for path, body, kind in _ways()]
        serving.terminate()
        assert serving.wait(20) == 0
    finally:
        serving.kill()
        serving.wait()
    assert 200 in statuses and 422 in statuses and 400 in statuses and 500 not in statuses and 0 not in statuses
    asked = "\n".join(json.dumps({"id": number, "query": text}) for number, text in enumerate((SAID, NAUGHTY)))
    commands = [["ask", SAID], ["ask", NAUGHTY], ["ask", "--batch", "-"], ["sparql", NAUGHTY], ["facts", "--subject", NAUGHTY], ["text", NAUGHTY]]
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-c", "from web.cli import main; main()", *command], env=environment, input=asked, capture_output=True, encoding="utf-8", cwd=REPOSITORY, timeout=600
        )
        assert CPR not in done.stdout + done.stderr and "Traceback" not in done.stderr
    assert privacy_guard.leaks(tmp_path) == []


def _address(out: Path, serving: subprocess.Popen[bytes]) -> str:
    for _ in range(600):
        if found := re.search(r"http://127\.0\.0\.1:\d+", out.read_text(encoding="utf-8")):
            return found.group()
        try:
            serving.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError(out.read_text(encoding="utf-8"))


def _ways() -> list[tuple[str, bytes | None, str]]:
    """Every way a text comes in: address, body, kind of body."""
    form, data = "application/x-www-form-urlencoded", "application/json"
    ways: list[tuple[str, bytes | None, str]] = []
    for text in (SAID, NAUGHTY):
        put = quote(text)
        ways += [
            (path, None, "")
            for path in (
                f"/spoerg?q={put}", f"/spoerg?q=angst&bydel={put}", f"/indsatser?trin={put}", f"/sparql?query={put}", f"/bydel/{put}", f"/{put}", f"/besked?side=/{put}",
                f"/tema/lys?til=/{put}", f"/api/v1/facts?subject={put}", f"/api/v1/facts?{put}=1", f"/api/v1/interventions/{put}", f"/dokument/{put}", f"/trappen?bydel={put}",
            )
        ]  # fmt: skip
        ways += [
            ("/spoerg", urlencode({"q": text, "link": 1}).encode(), form), ("/spoerg", urlencode({"q": text, "hent": "csv"}).encode(), form),
            ("/besked", urlencode({"vis": 1, "q": text}).encode(), form), ("/besked", urlencode({"slags": "andet", "besked": text, "q": text}).encode(), form),
            ("/sparql", urlencode({"query": f'SELECT ("{text}" AS ?x) {{}}'}).encode(), form), ("/sparql", text.encode(), "application/sparql-query"),
            ("/api/v1/ask", json.dumps({"query": text}).encode(), data), ("/api/v1/ask", json.dumps({"query": "angst", "district": text}).encode(), data),
            ("/api/v1/ask", f'{{"query": "{text}'.encode(), data), ("/api/v1/ask", json.dumps({"query": text, text: 1}).encode(), data),
            ("/spoerg", urlencode({"q": text * 20_000}).encode(), form),
        ]  # fmt: skip
    return ways


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: object) -> None:
        """Lead nowhere."""


def _fetch(address: str, path: str, body: bytes | None, kind: str) -> int:
    headers = {**PAGE, "Referer": f"{address}/{quote(SECRET_WORD)}", **({"Content-Type": kind} if kind else {})}
    try:
        with urllib.request.build_opener(_Stay).open(urllib.request.Request(address + path, body, headers), timeout=30) as response:
            text = response.read()
            status: int = response.status
    except HTTPError as error:
        text, status = error.read() + str(error.headers).encode(), error.code
    assert CPR.encode() not in text, path
    return status


Get = Callable[[FlaskClient], int]


@pytest.mark.parametrize("address", ["/indsatser?bydel={}", "/trappen?x={}", "/bydel/{}", "/indsats/{}", "/api/v1/facts?subject={}", "/{}", "/dokument/x?{}=1", "/data?a=1&b={}"])
@pytest.mark.parametrize("number", [CPR, "0102031234", "010203 1234", "610203–1234"])
def test_number_in_any_address_is_stopped_and_not_echoed(client: FlaskClient, address: str, number: str) -> None:
    response = client.get(address.format(quote(number)))
    told = response.get_data(as_text=True)
    assert response.status_code == 422 and "cpr-nummer" in told or "nummer" in told
    assert number not in told and quote(number) not in told and response.headers["Cache-Control"] == "no-store"


def test_places_of_a_citation_are_no_number(client: FlaskClient) -> None:
    assert client.get("/dokument/handlevejledning?fra=10203&til=11234&med=20301-21234,100203-101234").status_code == 200
