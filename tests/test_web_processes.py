"""The processes that answer: what comes over the wire is what the application gave, and none that dies, hangs on or is replaced costs an answer."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import IO, Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store
from sparql_server import endpoint_of
from test_web_faults import QUESTION, ask, ready, serving, share, started_by

from graph.statements import WHOLE
from ontology.names import SCHEMA
from web import answering, processes
from web.access import TOKEN_FIELD
from web.answering import PROBLEM
from web.generations import current, publish
from web.limiter import MANY
from web.group import Answering, Group
from web.processes import Processes
from web.serving import make_server
from web.settings import Settings, SettingsError
from web.wire import Wire, WireClosed

pytestmark = pytest.mark.alone  # a service whose processes take both cores

JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def wires() -> Iterator[tuple[Wire, Wire]]:
    ends = socket.socketpair()
    pair = Wire(ends[0]), Wire(ends[1])
    yield pair
    for wire in pair:
        wire.end()
        wire.close()


# the wire


@given(st.lists(st.tuples(st.dictionaries(st.text(), st.text() | st.integers() | st.booleans()), st.binary(max_size=200_000)), max_size=5))
def test_messages_arrive_as_they_were_sent(messages: list[tuple[dict[str, Any], bytes]]) -> None:
    one, other = (Wire(end) for end in socket.socketpair())
    received: list[tuple[dict[str, Any], bytes]] = []
    reading = threading.Thread(target=lambda: received.extend(other.receive() for _ in messages))
    reading.start()
    for head, body in messages:
        one.send(head, body)
    reading.join()
    assert received == messages
    one.end()
    for act in (other.receive, lambda: other.send({})):
        with pytest.raises(WireClosed):
            act()
    one.close()
    other.close()


def test_half_a_message_is_none(wires: tuple[Wire, Wire]) -> None:
    wires[0]._end.sendall(b"\0\0\0\x02\0\0\0\x05{}ab")
    wires[0].end()
    with pytest.raises(WireClosed):
        wires[1].receive()


def test_threads_that_send_at_once_do_not_mix_their_messages(wires: tuple[Wire, Wire]) -> None:
    senders = [threading.Thread(target=lambda number=number: [wires[0].send({"from": number}, bytes([number]) * 100_000) for _ in range(20)]) for number in range(6)]
    for thread in senders:
        thread.start()
    for _ in range(6 * 20):
        head, body = wires[1].receive()
        assert body == bytes([head["from"]]) * 100_000
    for thread in senders:
        thread.join()


# one request


def _read(file: IO[bytes]) -> list[bytes]:
    with file:
        return [file.read()]


class Standing:
    """Processes that stand still, for looking at how one request is handed over."""

    def __init__(self, wire: Wire, app: Callable[..., Iterable[bytes]]) -> None:
        self.member = Answering(wire)
        self.app = app
        self.heads: list[tuple[str, list[tuple[str, str]]]] = []

    def serve(self, other: Wire) -> None:
        """Answer as the process does, until the wire is closed."""
        other.send({"ready": "gen-1"})
        try:
            while True:
                head, body = other.receive()
                is_whole = head["is_whole"]
                while not is_whole:
                    rest, part = other.receive()
                    is_whole, body = rest["is_whole"], body + part
                answering._answer(self.app, other, head["number"], head["environ"], io.BytesIO(body))
        except WireClosed:
            return

    def processes(self) -> Processes:
        """What hands requests to it."""
        one = Processes.__new__(Processes)
        one._group, one._lock, one._problem, one._is_queried = Group(None, (self.member,), "gen-1"), threading.Lock(), "noget er galt", False  # type: ignore[arg-type]
        return one

    def call(self, path: str = "/", body: bytes = b"") -> list[bytes]:
        """The parts of an answer; its status and headers are kept."""
        environ = {"PATH_INFO": path, "wsgi.input": io.BytesIO(body), "wsgi.file_wrapper": _read, "wsgi.url_scheme": "http", "REMOTE_ADDR": "127.0.0.1"}
        return list(self.processes()(environ, lambda status, headers, error=None: self.heads.append((status, headers))))


@pytest.fixture
def standing(wires: tuple[Wire, Wire]) -> Iterator[Callable[[Callable[..., Iterable[bytes]]], Standing]]:
    threads = []

    def start(app: Callable[..., Iterable[bytes]]) -> Standing:
        one = Standing(wires[0], app)
        threads.append(threading.Thread(target=one.serve, args=(wires[1],)))
        threads[-1].start()
        assert one.member.start(lambda stage: None) == "gen-1"
        return one

    yield start
    wires[0].end()
    for thread in threads:
        thread.join()


def test_request_and_answer_are_handed_over_whole(standing: Callable[..., Standing]) -> None:
    seen: list[dict[str, Any]] = []

    def app(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        seen.append({**environ, "body": environ["wsgi.input"].read()})
        start_response("201 CREATED", [("X-Navn", "værdi"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
        return iter([b"", "æ".encode(), b"", b"b" * 100_000, b"c"])

    one = standing(app)
    assert b"".join(one.call("/a b", b"k" * 2_700_000)) == "æ".encode() + b"b" * 100_000 + b"c"
    assert one.heads == [("201 CREATED", [("X-Navn", "værdi"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])]
    assert (seen[0]["PATH_INFO"], seen[0]["body"], seen[0]["REMOTE_ADDR"], seen[0][PROBLEM]) == ("/a b", b"k" * 2_700_000, "127.0.0.1", "noget er galt")
    assert one.member.busy == 0


def test_answer_without_a_body_has_none(standing: Callable[..., Standing]) -> None:
    def app(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        start_response("204 NO CONTENT", [])
        return []

    one = standing(app)
    assert one.call() == [b""] and one.heads == [("204 NO CONTENT", [])]


def test_application_that_fails_is_told_and_nothing_of_a_half_answer_is_given(standing: Callable[..., Standing]) -> None:
    def app(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/straks":
            raise ZeroDivisionError
        start_response("200 OK", [])
        yield b"a"
        yield b"b"
        raise ZeroDivisionError

    one = standing(lambda environ, start_response: app(environ, start_response))
    assert one.call("/straks") == [b""] and one.heads == [("500 INTERNAL SERVER ERROR", [])]
    assert one.call("/midt i") == [processes._NOT_READY] and one.heads[1][0] == "503 SERVICE UNAVAILABLE"
    assert one.member.busy == 0


def test_process_that_dies_with_a_request_costs_a_503_and_no_wait(standing: Callable[..., Standing], wires: tuple[Wire, Wire]) -> None:
    def app(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        wires[1].end()
        return []

    one = standing(app)
    assert "Vent et øjeblik" in b"".join(one.call()).decode()
    assert one.heads[0][0] == "503 SERVICE UNAVAILABLE" and dict(one.heads[0][1])["Retry-After"] == "5"
    assert one.call() == [processes._NOT_READY] and len(one.heads) == 2
    assert one.call("/health") == [b'{"status":"ok"}'] and one.heads[2][0] == "200 OK"  # the one that listens lives


def test_clients_that_do_not_read_hold_up_nobody(standing: Callable[..., Standing], monkeypatch: pytest.MonkeyPatch) -> None:
    """As many of them as there are threads, each with an answer that no buffer of the system or the server holds."""
    def app(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Length", str(40 << 20) if environ["PATH_INFO"] == "/stor" else "1")])
        return iter([b"a" * (1 << 20)] * 40) if environ["PATH_INFO"] == "/stor" else [b"b"]

    one = standing(app)
    monkeypatch.setattr("web.serving.THREADS", 2)
    server = make_server(one.processes(), listening := socket.create_server(("127.0.0.1", 0)))
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    port = listening.getsockname()[1]
    silent = [socket.create_connection(("127.0.0.1", port), timeout=60) for _ in range(2)]
    for client in silent:
        client.sendall(b"GET /stor HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b" 200 OK" in client.recv(100)
    assert fetch(port, "/")[2] == b"b"
    assert fetch(port, "/stor")[2] == b"a" * (40 << 20)
    for client in silent:
        client.close()
    server.close()
    running.join(10)


def test_answer_that_cannot_be_kept_costs_a_503(standing: Callable[..., Standing], monkeypatch: pytest.MonkeyPatch) -> None:
    def app(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        start_response("200 OK", [])
        return iter([b"a"] * (3 if environ["PATH_INFO"] == "/stor" else 1))

    one = standing(app)
    with monkeypatch.context() as full:
        full.setattr(processes, "SpooledTemporaryFile", lambda size: Full())
        assert one.call("/stor") == [processes._NOT_READY] and one.heads[0][0] == "503 SERVICE UNAVAILABLE"
        assert one.call("/") == [b"a"] and one.heads[1][0] == "200 OK"
    assert one.call("/stor") == [b"aaa"] and one.member.busy == 0


class Full(io.BytesIO):
    """A file on a disk that is full."""

    def write(self, data: object) -> int:
        raise OSError(28, "No space left on device")


def take(arriving: answering.Arriving, number: int, part: bytes, is_whole: bool = True, **environ: str) -> tuple[dict[str, str], bytes] | None:
    """What is whole with a part, as text."""
    request = arriving.take({"number": number, "is_whole": is_whole, **({"environ": environ} if environ else {})}, part)
    return (request[0], _read(request[1])[0]) if request else None


def test_bodies_that_come_in_parts_among_each_other_are_each_their_own() -> None:
    arriving = answering.Arriving()
    assert take(arriving, 1, b"en ", False, a="1") is None and take(arriving, 2, b"to ", False, a="2") is None
    assert take(arriving, 3, b"tre", a="3") == ({"a": "3"}, b"tre")
    assert take(arriving, 2, b"slut") == ({"a": "2"}, b"to slut")
    assert take(arriving, 1, b"mere ", False) is None
    assert take(arriving, 1, b"") == ({"a": "1"}, b"en mere ") and not arriving._begun


def test_body_that_cannot_be_kept_costs_one_request(monkeypatch: pytest.MonkeyPatch) -> None:
    arriving = answering.Arriving()
    assert take(arriving, 1, b"en ", False, a="1") is None
    with monkeypatch.context() as full:
        full.setattr(answering, "SpooledTemporaryFile", lambda size: Full())
        with pytest.raises(OSError, match="No space"):
            take(arriving, 2, b"to ", False, a="2")
    assert take(arriving, 2, b"mere", False) is None and take(arriving, 2, b"") is None
    assert take(arriving, 1, b"") == ({"a": "1"}, b"en ") and not arriving._begun


# a real service


@pytest.fixture(scope="module")
def data(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("processes") / "data"
    shutil.copytree(settings.data, data, copy_function=share)
    return data


def fetch(port: int, path: str, body: str = "", headers: dict[str, str] | None = None, seconds: float = 60) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of one request on a connection of its own."""
    connection = HTTPConnection("127.0.0.1", port, timeout=seconds)
    connection.request("POST" if body else "GET", path, body.encode() or None, headers or {})
    response = connection.getresponse()
    found = response.status, dict(response.getheaders()), response.read()
    connection.close()
    return found


def publish_again(data: Path) -> str:
    """A newer generation, the same as the one in use; its name."""
    former = current(data)
    newer = publish(data, lambda folder: shutil.copytree(former, folder, dirs_exist_ok=True, copy_function=share, ignore=shutil.ignore_patterns("manifest.json")))
    return newer.name


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_dead(number: int) -> bool:
    """Whether a process has ended with all its threads, of which the last closes its sockets, though nobody has taken note of it."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z" and len(os.listdir(f"/proc/{number}/task")) == 1
    except FileNotFoundError:
        return True


def test_service_answers_as_the_application_does(data: Path, client: FlaskClient) -> None:
    asked = json.dumps({"query": QUESTION})
    with serving(data) as (_, port):
        for path, body, headers in (
            ("/", "", {}), ("/indsatser", "", {}), ("/om", "", {}), ("/findes-ikke", "", {}), ("/api/v1/ask", asked, JSON), ("/api/v1/ask", "{", JSON), ("/spoerg", "q=" + "a" * 5000, FORM),
            ("/id/level/bekymring", "", {"Accept": "text/turtle"}), ("/static/app.js", "", {}),
        ):  # fmt: skip
            status, told, content = fetch(port, path, body, headers)
            same = client.open(path, method="POST" if body else "GET", data=body or None, headers=headers)
            assert (status, content.count(b"bevis")) == (same.status_code, same.get_data().count(b"bevis")), path
            assert re.sub(rb'value="[0-9a-f]{64}"', b"", content) == re.sub(rb'value="[0-9a-f]{64}"', b"", same.get_data()), path
            assert _lasting(told) == _lasting(same.headers), path


def _lasting(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that are the same each time; the server writes their names its own way and adds some."""
    passing = {"date", "server", "via", "connection", "content-length", "x-ratelimit-remaining", "x-ratelimit-reset", "last-modified", "etag"}
    return {name.lower(): value for name, value in headers.items() if name.lower() not in passing}


def test_bound_on_questions_is_one_for_all_processes(data: Path) -> None:
    most = MANY
    with serving(data) as (process, port):
        assert len([number for number in started_by(process.pid) if "answering" in Path(f"/proc/{number}/cmdline").read_text()]) == min(2, os.cpu_count() or 1)
        statuses: list[int] = []
        threads = [threading.Thread(target=lambda: statuses.extend(_asked(port, (most + 40) // 8))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert statuses.count(200) == most and statuses.count(429) == len(statuses) - most  # all within a minute of the first


def _asked(port: int, times: int) -> list[int]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    found = []
    for _ in range(times):
        connection.request("POST", "/api/v1/ask", b'{"query": ""}', JSON)  # refused at once, and counted
        response = connection.getresponse()
        response.read()
        found.append(200 if response.status == 422 else response.status)
    connection.close()
    return found


@pytest.mark.parametrize("which", [min, max], ids=["first", "copy"])
def test_process_that_is_killed_is_replaced_while_the_others_answer(data: Path, monkeypatch: pytest.MonkeyPatch, which: Callable[[set[int]], int]) -> None:
    monkeypatch.setenv("TRIVSEL_PROCESSES", "2")
    with serving(data) as (process, port):
        before = started_by(process.pid)
        killed = which(before)
        os.kill(killed, signal.SIGKILL)
        until(lambda: is_dead(killed))  # a request that comes before is lost with it
        statuses = {ask(port) for _ in range(10)}
        until(lambda: len(started_by(process.pid) - before) == 2)
        until(lambda: not started_by(process.pid) & before)
        assert len(before) == 2 and statuses == {200} and ask(port) == 200 and ready(port)["status"] == "klar"


def test_document_that_an_editor_adds_is_there_in_every_process_when_the_answer_comes(settings: Settings, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(settings.data, data, copy_function=share)
    with serving(data) as (process, port):
        before = started_by(process.pid)
        token = re.search(rf'name="{TOKEN_FIELD}" value="([0-9a-f]+)"', fetch(port, "/data/tilfoej")[2].decode())
        assert token
        fields = {TOKEN_FIELD: token.group(1), "title": "Ro i hallen"}
        parts = "".join(f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
        sheet = "# Ro i hallen\n\nRo i hallen er en indsats for børn på 7-12 år med angst.\n" + " " * 1_200_000  # more than one part
        parts += f'--x\r\nContent-Disposition: form-data; name="fil"; filename="ro.md"\r\nContent-Type: text/markdown\r\n\r\n{sheet}\r\n--x--\r\n'
        status, _, page = fetch(port, "/data/tilfoej", parts, {"Content-Type": "multipart/form-data; boundary=x"}, seconds=600)
        assert status == 200 and "er tilføjet" in page.decode(), page.decode()
        assert {fetch(port, "/dokument/ro-i-hallen")[0] for _ in range(6)} == {200} and ready(port)["generation"] == "gen-2"
        assert fetch(port, "/dokument/ro-i-hallen/original/1")[2].decode() == sheet
        until(lambda: not started_by(process.pid) & before)


def test_newer_generation_waits_until_the_endpoint_holds_its_graph(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "data"
    shutil.copytree(settings.data, data, copy_function=share)
    former = current(data)

    def write(folder: Path) -> None:
        shutil.copytree(former, folder, dirs_exist_ok=True, copy_function=share, ignore=shutil.ignore_patterns("manifest.json", "store"))
        shutil.copytree(former / "store", folder / "store")
        rename(Store(str(folder / "store")))

    def rename(store: Store) -> None:
        """Another checksum, so that it is another graph."""
        for quad in list(store.quads_for_pattern(None, NamedNode(SCHEMA + "sha256"), None, None)):
            if quad.subject.value.endswith(f"/{WHOLE}"):
                store.remove(quad)
                store.add(Quad(quad.subject, quad.predicate, Literal("0" * 64), quad.graph_name))

    with endpoint_of(former, tmp_path / "endpoint") as far:
        monkeypatch.setenv("TRIVSEL_GRAPH", far.address)
        with serving(data) as (_, port):
            newer = publish(data, write).name
            until(lambda: "er ikke den, der er bygget her" in ready(port).get("problem", ""))
            assert ready(port)["generation"] == former.name and ask(port) == 200
            rename(far.store)
            until(lambda: ready(port)["generation"] == newer)
            assert ready(port)["status"] == "klar" and ask(port) == 200


def test_form_that_was_open_when_a_newer_generation_came_into_use_can_be_sent(data: Path) -> None:
    with serving(data) as (_, port):
        page = fetch(port, "/besked")[2].decode()
        token = re.search(rf'name="{TOKEN_FIELD}" value="([0-9a-f]+)"', page)
        newer = publish_again(data)
        until(lambda: ready(port)["generation"] == newer)
        assert token and fetch(port, "/besked", f"{TOKEN_FIELD}={token.group(1)}&slags=andet&besked=Et+tal+passer+ikke.", FORM)[0] == 303
        assert fetch(port, "/besked", f"{TOKEN_FIELD}={'0' * 64}&slags=andet&besked=Et+tal+passer+ikke.", FORM)[0] == 422


def test_processes_end_with_the_one_that_listens_even_when_it_is_killed(data: Path) -> None:
    with serving(data) as (process, port):
        assert b"boolean" in fetch(port, "/sparql?query=ASK%7B%7D", headers={"Accept": "application/json"})[2]
        started = started_by(process.pid)
        assert len(started) >= 4  # those that answer, and workers for queries
        process.kill()
        until(lambda: not any(Path(f"/proc/{number}").exists() for number in started), 20)


def test_number_of_processes_is_read_and_checked() -> None:
    one = Settings.from_environment({"TRIVSEL_PROCESSES": "3"})
    assert (one.processes, Settings.from_environment({}).processes) == (3, min(2, os.cpu_count() or 1))
    assert Settings.from_environment({"TRIVSEL_PROCESSES": "3", "TRIVSEL_VECTORS": "milvus://127.0.0.1:19530"}).processes == 1
    for wrong in ("0", "65", "to", "-1", "1.5"):
        with pytest.raises(SettingsError, match="TRIVSEL_PROCESSES skal være et tal fra 1 til 64"):
            Settings.from_environment({"TRIVSEL_PROCESSES": wrong})
