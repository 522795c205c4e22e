"""Faults: each is made to happen, and the service answers rightly or says plainly why not; what was there before is never lost."""

from __future__ import annotations

import errno
import gc
import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from copy import copy as shallow
from datetime import date
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ontology import vocabulary
from ontology.vocabulary import VocabularyError
from search.embedder import SHIPPED_MODEL, ModelError, load_embedder
from search.searcher import Searcher
from search.vectors import WrongModel
from web import build as building
from web import generations
from web.application import create_app
from web.build import build
from web.feedback import Message, MessageBox
from web.generations import GenerationError, current, publish
from web.settings import Settings
from web.startup import Service, open_service

REPOSITORY = Path(__file__).parents[1]
QUESTION = "angst hos barn på 9 år"
MAIN = "from web.cli import main; main()"
UNBOUNDED = (  # a service that lets everyone ask as often as they like
    "from web import processes; "
    "processes._COMMAND[-1] = 'from web import application, answering; application.MANY = application.MOST = 1_000_000; answering.main()'; " + MAIN
)


@pytest.fixture
def copy(settings: Settings, tmp_path: Path) -> Settings:
    """A data folder of one's own to damage: the files are shared by link until one is damaged."""
    data = tmp_path / "data"
    shutil.copytree(settings.data, data, copy_function=share)
    return Settings(data=data)


def share(source: str, target: str) -> None:
    """Link a file instead of copying it, but those that a test may write in place."""
    (shutil.copy2 if source.endswith(("manifest.json", "CURRENT", ".lock")) else os.link)(source, target)


def damage(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Put changed bytes in place of a file that others may share."""
    content = change(path.read_bytes())
    path.unlink()
    path.write_bytes(content)


def flip(content: bytes) -> bytes:
    """The bytes with one bit in the middle flipped."""
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 4]) + content[middle + 1:]


def half(content: bytes) -> bytes:
    """The first half of the bytes."""
    return content[:len(content) // 2]


def labels(service: Service) -> list[str]:
    """The interventions of the answer to a fixed question."""
    return [found.label for found in service.searcher.ask(QUESTION).interventions]


# what is on disk

KINDS = ("index.json", "facts/rows.jsonl", "links.json", "manifest.json", "documents/*.json", "entries/vectors.faiss", "entries/vectors.json", "keywords/meta.json", "store/*.sst", "trivselsgrafen.ttl")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("change", [flip, half, lambda content: b""], ids=["flipped", "truncated", "empty"])
def test_damaged_file_is_never_answered_from_and_a_build_mends_it(copy: Settings, kind: str, change: Callable[[bytes], bytes]) -> None:
    folder = current(copy.data)
    path = sorted(folder.glob(kind))[0]
    damage(path, change)
    with pytest.raises(GenerationError, match="Kør »trivsel build«"):
        open_service(copy)


def test_running_service_goes_on_when_the_newest_is_damaged_and_tells(copy: Settings) -> None:
    with serving(copy.data) as (_, port):
        assert ready(port) == {"status": "klar", "generation": "gen-1"}
        newer = publish(copy.data, lambda folder: shutil.copytree(copy.data / "gen-1", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("manifest.json")))
        whole = (newer / "index.json").read_bytes()
        damage(newer / "index.json", half)
        _until(lambda: "index.json i gen-2 er beskadiget" in ready(port).get("problem", ""), 60)
        assert ready(port)["generation"] == "gen-1" and ask(port) == 200
        (newer / "index.json").write_bytes(whole)
        _until(lambda: ready(port) == {"status": "klar", "generation": "gen-2"}, 60)


def test_running_service_goes_on_without_a_pointer(copy: Settings) -> None:
    pointer = copy.data / "CURRENT"
    whole = pointer.read_text(encoding="utf-8")
    with serving(copy.data) as (_, port):
        for content in (None, "", "gen-77"):
            pointer.unlink()
            if content is not None:
                pointer.write_text(content, encoding="utf-8")
            _until(lambda: ready(port)["status"] == "klar, men ikke med det nyeste", 60)
            assert ask(port) == 200 and ready(port)["generation"] == "gen-1"
            pointer.write_text(whole, encoding="utf-8")
            _until(lambda: ready(port) == {"status": "klar", "generation": "gen-1"}, 60)


def test_generation_that_is_gone_still_answers_to_the_end(copy: Settings) -> None:
    service = open_service(copy)
    service.read_all()
    before = labels(service)
    shutil.rmtree(copy.data / "gen-1")
    client = create_app(service, copy).test_client()
    assert labels(service) == before and len(before) > 1
    assert client.post("/api/v1/ask", json={"query": QUESTION}).status_code == 200 and client.get("/dokument/handlevejledning").status_code == 200
    response = client.get("/sparql?query=ASK%7B%7D", headers={"Accept": "application/json"})
    assert response.status_code == 503 and response.headers["Retry-After"]


def _until(holds: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize("name", ["tokenizer.json", "model.safetensors", "modules.json"])
@pytest.mark.parametrize("change", [flip, half], ids=["flipped", "truncated"])
def test_damaged_model_is_noticed(settings: Settings, tmp_path: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    model = tmp_path / "model"
    shutil.copytree(SHIPPED_MODEL, model)
    damage(next(model.rglob(name)), change)
    try:
        embedder = load_embedder(str(model)) if name != "modules.json" else None
    except ModelError as error:
        assert "Kør »trivsel train«" in str(error)
        return
    if embedder is None:
        return
    with pytest.raises(WrongModel, match="Kør »trivsel build«"):
        open_service(Settings(settings.data, model=str(model)))


def test_model_is_one_for_all_generations_until_its_files_change(settings: Settings, tmp_path: Path) -> None:
    model = tmp_path / "model"
    shutil.copytree(SHIPPED_MODEL, model)
    first, second = (open_service(Settings(settings.data, model=str(model))).index.embedder for _ in range(2))
    assert first is second
    damage(model / "model.safetensors", flip)
    with pytest.raises(WrongModel, match="Kør »trivsel build«"):
        open_service(Settings(settings.data, model=str(model)))


def test_quote_that_does_not_stand_in_its_document_is_never_shown(copy: Settings) -> None:
    folder = current(copy.data)
    damage(folder / "facts" / "rows.jsonl", lambda content: re.sub(rb'(?<="quote": ")...', b"???", content, count=1))
    (folder / "manifest.json").unlink()
    generations._seal(folder)
    with pytest.raises(GenerationError, match="står ikke i .* på plads .* Kør »trivsel build«"):
        open_service(copy)


# building

_STAGES = (
    "_read", "_write_documents", "_write_rows", "linked", "_replaced", "offers_of", "infer", "apply_reviews", "find_overlaps", "find_conflicts", "analyse", "build_dataset",
    "write_store", "export_files", "read_vocabulary", "met_needs", "asked_of", "build_index", "load_embedder",
)  # fmt: skip


class Nothing(list[object]):
    """Stands for what a stage of a build gives, where only the order of the stages matters."""

    facts: tuple[object, ...] = ()
    fingerprint = ""

    def to_json(self) -> list[object]:
        """Nothing, as JSON."""
        return []


def only(monkeypatch: pytest.MonkeyPatch, stage: str, run: Callable[..., object]) -> None:
    """Let every stage of a build do nothing but one."""
    for name in _STAGES:
        monkeypatch.setattr(building, name, lambda *arguments: Nothing())
    monkeypatch.setattr(building, stage, run)


def test_missing_vocabulary_stops_the_build_and_the_old_generation_answers(copy: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    names = {path.name for path in vocabulary.VOCABULARIES.glob("*.ttl")}
    assert len(names) > 5
    poorer = tmp_path / "vocabularies"
    shutil.copytree(vocabulary.VOCABULARIES, poorer)
    (poorer / "needs.ttl").unlink()
    only(monkeypatch, "read_vocabulary", lambda name: vocabulary.read_vocabulary(name, poorer))
    with pytest.raises(VocabularyError, match="needs.ttl"):
        build(copy, lambda stage: None)
    assert current(copy.data).name == "gen-1" and len(labels(open_service(copy))) > 1


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.EDQUOT, errno.EMFILE])
@pytest.mark.parametrize("stage", ["_read", "_write_rows", "write_store", "export_files", "build_index"])
def test_error_of_the_disk_at_any_stage_leaves_the_old_generation(copy: Settings, monkeypatch: pytest.MonkeyPatch, number: int, stage: str) -> None:
    def fail(*arguments: object) -> None:
        raise OSError(number, os.strerror(number))

    only(monkeypatch, stage, fail)
    with pytest.raises(GenerationError, match=r"Der kan ikke skrives i .* \(.*\)\. Kontrollér plads og rettigheder"):
        build(copy, lambda stage: None)
    assert current(copy.data).name == "gen-1" and not list(copy.data.glob(".tmp-*"))


def test_real_build_on_a_full_disk_says_so(copy: Settings) -> None:
    """A bound on the size of files stands in for a full disk: it reaches the libraries in C as well."""
    bounds = [200_000, 3_000_000]
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", MAIN, "build"], env={**os.environ, "TRIVSEL_DATA": str(_beside(copy.data, bound))}, cwd=REPOSITORY,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", preexec_fn=lambda bound=bound: resource.setrlimit(resource.RLIMIT_FSIZE, (bound, bound)),
        )
        for bound in bounds
    ]  # fmt: skip
    for run, bound in zip(runs, bounds):
        _, told = run.communicate(timeout=600)
        assert run.returncode == 1 and "Traceback" not in told, told
        assert re.search(r"kan ikke skrives", told), told
        assert current(_beside(copy.data, bound, make=False)).name == "gen-1"


def _beside(data: Path, bound: int, make: bool = True) -> Path:
    other = data.with_name(f"data-{bound}")
    if make:
        shutil.copytree(data, other, copy_function=share)
    return other


def test_folder_that_may_only_be_read_answers_and_cannot_be_built_in(copy: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write anywhere, so the refusal of the system is put in its place."""
    opening = os.open

    def refuse(path: object, flags: int, *more: object, **named: object) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and str(path).startswith(str(copy.data)):
            raise OSError(errno.EROFS, "Read-only file system", str(path))
        return opening(path, flags, *more, **named)  # type: ignore[arg-type]

    def no_folder(self: Path, *arguments: object, **named: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(self))

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(Path, "mkdir", no_folder)
    with pytest.raises(GenerationError, match="skrivebeskyttet"):
        publish(copy.data, lambda folder: None)
    service = open_service(copy)
    assert len(labels(service)) > 1
    client = create_app(service, copy).test_client()
    assert client.get("/").status_code == 200 and client.get("/ready").status_code == 200


def test_message_that_cannot_be_kept_says_so_and_keeps_the_others(service: Service, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = create_app(service, Settings(tmp_path, settings.base_iri)).test_client()
    assert _send(client) == 303
    kept = (tmp_path / "beskeder.jsonl").read_bytes()

    def full(self: Path, *arguments: object, **named: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    assert _send(client) == 503
    monkeypatch.undo()
    assert (tmp_path / "beskeder.jsonl").read_bytes() == kept and _send(client) == 303


def _send(client: FlaskClient) -> int:
    page = client.get("/besked").get_data(as_text=True)
    token = re.search(r'name="bevis" value="([^"]+)"', page)
    assert token
    return client.post("/besked", data={"bevis": token.group(1), "slags": "andet", "besked": "Et tal passer ikke."}).status_code


# time and memory


def test_clock_that_goes_back_loses_nothing(copy: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = MessageBox(tmp_path)
    box.put(Message("2027-03-01", "andet", "fra fremtiden", "/"))
    box.sweep(date(2026, 1, 1))
    box.put(Message("2026-01-01", "andet", "før", "/"))
    assert (tmp_path / "beskeder.jsonl").read_text(encoding="utf-8").count("\n") == 2
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() - 7 * 24 * 3600)
    for number in (2, 3):
        assert publish(copy.data, lambda folder: (folder / "x").write_text("x") and None).name == f"gen-{number}"


@pytest.mark.parametrize("megabytes", [200, 350, 1000])
def test_little_memory_ends_in_an_answer_or_a_sentence(settings: Settings, megabytes: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MAIN, "ask", QUESTION], env={**os.environ, "TRIVSEL_DATA": str(settings.data)}, cwd=REPOSITORY, capture_output=True,
        encoding="utf-8", timeout=600, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20)),
    )  # fmt: skip
    assert done.returncode in (0, 1) and "Traceback" not in done.stderr, done.stderr[-600:]
    assert done.stdout.startswith("1. ") if done.returncode == 0 else done.stderr.strip().endswith(".")


# the server


@contextmanager
def serving(data: Path, preexec_fn: Callable[[], None] | None = None, main: str = MAIN) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The service as a process of its own, with its port."""
    process = subprocess.Popen(
        [sys.executable, "-c", main, "serve", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", cwd=REPOSITORY,
        env={**os.environ, "TRIVSEL_DATA": str(data), "PYTHONUNBUFFERED": "1"}, preexec_fn=preexec_fn,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r":(\d+)/", line)
        assert found, line
        yield process, int(found.group(1))
    finally:
        process.kill()
        process.communicate()


def ask(port: int) -> int:
    """Ask a question of the service; the status, 0 where the connection was refused before it was sent."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.connect()
    except ConnectionError:
        return 0
    try:
        connection.request("POST", "/api/v1/ask", f'{{"query": "{QUESTION}"}}'.encode(), {"Content-Type": "application/json"})
        response = connection.getresponse()
        assert b"interventions" in response.read()
        return response.status
    finally:
        connection.close()


@pytest.mark.alone
def test_server_holds_against_bad_clients_and_finishes_what_it_has_when_told_to_stop(settings: Settings) -> None:
    with serving(settings.data) as (process, port):
        dripping = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(120)]
        for drop in dripping:
            drop.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ")
        assert ask(port) == 200
        assert b" 431 " in _raw(port, b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: " + b"a" * 40_000 + b"\r\n\r\n")
        assert b" 413 " in _raw(port, b"POST /spoerg HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n")
        statuses: list[int] = []
        failures: list[Exception] = []

        def go_on() -> None:
            try:
                while (status := ask(port)):
                    statuses.append(status)
            except (OSError, HTTPException, AssertionError) as error:
                failures.append(error)

        threads = [threading.Thread(target=go_on) for _ in range(6)]
        for thread in threads:
            thread.start()
        time.sleep(0.7)
        asked = time.monotonic()
        process.send_signal(signal.SIGTERM)
        for thread in threads:
            thread.join(timeout=30)
        assert process.wait(20) == 0 and time.monotonic() - asked < 10
        assert set(statuses) == {200} and len(statuses) > 6
        resets = [error for error in failures if not isinstance(error, (ConnectionResetError, ConnectionRefusedError))]
        assert not resets, failures  # a connection that was made but not yet taken in is reset by the system; no answer is cut off
        for drop in dripping:
            drop.close()


def _raw(port: int, data: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        client.sendall(data)
        return client.recv(200)


def ready(port: int) -> dict[str, str]:
    """What /ready says."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/ready")
    told: dict[str, str] = json.loads(connection.getresponse().read())
    connection.close()
    return told


def started_by(process: int) -> set[int]:
    """The numbers of all processes that a process started, and those these started."""
    children: set[int] = set()
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread may end meanwhile
            children.update(map(int, path.read_text().split()))
    return children.union(*map(started_by, children))


ENDLESS = "query=SELECT+(COUNT(*)+AS+?n)+{+?a+?b+?c+.+?d+?e+?f+.+?g+?h+?i+}"


def test_client_that_goes_away_frees_its_worker(settings: Settings) -> None:
    with serving(settings.data) as (_, port):
        head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(ENDLESS)}\r\n\r\n"
        for _ in range(6):
            with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
                client.sendall((head + ENDLESS).encode())
        _until(lambda: b'"boolean": true' in _whole(port, b"GET /sparql?query=ASK%7B%7D HTTP/1.0\r\nHost: localhost\r\nAccept: application/json\r\n\r\n"), 40)


def _whole(port: int, data: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=40) as client:
        client.sendall(data)
        return b"".join(iter(lambda: client.recv(65_536), b""))


def test_few_files_may_be_open(settings: Settings) -> None:
    """With 64 files a question is answered, and a service that has run out of them answers again when clients have gone."""
    def few() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))

    done = subprocess.run(
        [sys.executable, "-c", MAIN, "ask", QUESTION], env={**os.environ, "TRIVSEL_DATA": str(settings.data)}, cwd=REPOSITORY, capture_output=True,
        encoding="utf-8", timeout=600, preexec_fn=few,
    )  # fmt: skip
    assert done.returncode == 0 and done.stdout.startswith("1. "), done.stderr[-400:]
    with serving(settings.data, few) as (process, port):
        crowd = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(90)]
        time.sleep(0.5)
        for client in crowd:
            client.close()
        _until(lambda: _asked(port) == 200)
        assert process.poll() is None


def _asked(port: int) -> int:
    try:
        return ask(port)
    except (OSError, HTTPException):
        return 0


def test_backup_put_back_on_an_empty_machine_answers_the_same(copy: Settings, service: Service, tmp_path: Path) -> None:
    restored = Settings(data=tmp_path / "elsewhere" / "data")
    shutil.copytree(copy.data, restored.data)
    shutil.rmtree(copy.data)
    questions = (QUESTION, "Hvad koster U-Start?", "hvem ringer jeg til om vold", "pige 14 år skolevægring Vanløse")
    other = open_service(restored)
    assert [other.searcher.ask(text).to_json() for text in questions] == [service.searcher.ask(text).to_json() for text in questions]
    assert other.export("nquads") == service.export("nquads") and current(restored.data).name == "gen-1"


@pytest.mark.alone
def test_generations_come_and_go_under_load_and_no_answer_fails(copy: Settings, much: int) -> None:
    """Two newer generations in every run, 50 in the long one; each is used, and the processes of each that went are gone."""
    statuses, answers, stop = list[int](), set[str](), threading.Event()
    with serving(copy.data, main=UNBOUNDED) as (process, port):

        def go_on() -> None:
            connection = HTTPConnection("127.0.0.1", port, timeout=60)
            while not stop.is_set():
                connection.request("POST", "/api/v1/ask", f'{{"query": "{QUESTION}"}}'.encode(), {"Content-Type": "application/json"})
                response = connection.getresponse()
                answers.add(response.read().decode())
                statuses.append(response.status)
            connection.close()

        threads = [threading.Thread(target=go_on) for _ in range(3)]
        for thread in threads:
            thread.start()
        for _ in range(max(2, much)):
            older, former = started_by(process.pid), current(copy.data)
            newer = publish(copy.data, lambda folder: shutil.copytree(former, folder, dirs_exist_ok=True, copy_function=share, ignore=shutil.ignore_patterns("manifest.json")))
            _until(lambda: ready(port)["generation"] == newer.name, 120)
            _until(lambda: not any(Path(f"/proc/{number}").exists() for number in older), 30)
        stop.set()
        for thread in threads:
            thread.join()
        assert set(statuses) == {200} and len(statuses) > 4 and len(answers) == 1 and len(older) >= 2


@pytest.mark.parametrize("path", ["/", "/indsatser", "/trappen", "/dokument/praksisoverblik", "/om", "/data", "/indsats/u-start", "/eftersyn", "/spoerg"])
def test_nothing_that_a_page_leaves_behind_holds_its_generation(copy: Settings, service: Service, path: str) -> None:
    """As when one of another day goes while the page is made: memory is given back at once."""
    service = Service(service.folder, Searcher(shallow(service.index)))
    held = [service]
    client = create_app(lambda: held[0], copy).test_client()
    seen = [weakref.ref(service), weakref.ref(service.index)]
    gc.collect()
    gc.disable()
    try:
        answer = client.post(path, data={"q": QUESTION}) if path == "/spoerg" else client.get(path)
        assert answer.status_code == 200
        held.clear()
        del service, answer
        assert [reference() for reference in seen] == [None, None]
    finally:
        gc.enable()
