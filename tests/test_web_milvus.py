"""The whole service with its vectors in a Milvus: the same answers, nothing left behind, and plain words when it is gone."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from milvus_server import free_port, milvus_server
from pymilvus import MilvusClient

from search.vectors import COLLECTION
from web.application import create_app
from web.build import build
from web.cli import main
from web.generations import KEPT, GenerationError, current, publish
from web.discarding import discarding
from web.settings import Settings, SettingsError
from web.startup import Service, open_service

pytestmark = pytest.mark.alone

QUESTIONS = [json.loads(line)["query"] for line in (Path(__file__).parent / "questions" / "development.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the Milvus of these tests keeps what it holds."""
    return tmp_path_factory.mktemp("milvus") / "data"


@pytest.fixture(scope="module")
def port() -> int:
    """Its port."""
    return free_port()


@pytest.fixture(scope="module")
def milvus(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Its process."""
    with milvus_server(folder, port) as process:
        yield process


@pytest.fixture(scope="module")
def elsewhere(settings: Settings, tmp_path_factory: pytest.TempPathFactory, milvus: subprocess.Popen[bytes], port: int) -> Settings:
    """Settings of a data folder that was built with its vectors in the Milvus."""
    data = tmp_path_factory.mktemp("elsewhere") / "data"
    shutil.copytree(settings.data, data)  # with what was read, so that it is not read again
    moved = Settings.from_environment({"TRIVSEL_DATA": str(data), "TRIVSEL_VECTORS": f"milvus://127.0.0.1:{port}"})
    build(moved, progress=lambda stage: None)
    return moved


def collections(port: int) -> set[str]:
    client = MilvusClient(f"http://127.0.0.1:{port}")
    return set(client.list_collections())


def name_in(folder: Path) -> str:
    return (folder / "entries" / COLLECTION).read_text(encoding="utf-8")


def rounded(value: object) -> object:
    """An answer with its scores to four places: the sums of cosines differ in the seventh from library to library."""
    if isinstance(value, dict):
        return {name: rounded(part) for name, part in value.items()}
    if isinstance(value, list):
        return [rounded(part) for part in value]
    return round(value, 4) if isinstance(value, float) else value


def test_every_answer_is_the_same(service: Service, elsewhere: Settings, much: int) -> None:
    moved = open_service(elsewhere)
    assert moved.folder.name == "gen-2" and not (moved.folder / "entries" / "vectors.faiss").exists()
    some = QUESTIONS if much > 1 else QUESTIONS[::3]
    assert len(some) > 40
    for question in some:
        assert rounded(moved.searcher.ask(question).to_json()) == rounded(service.searcher.ask(question).to_json()), question


def test_collections_go_with_their_generations(elsewhere: Settings, port: int) -> None:
    assert name_in(current(elsewhere.data)).startswith("trivsel_2_") and collections(port) == {name_in(current(elsewhere.data))}
    client = MilvusClient(f"http://127.0.0.1:{port}")
    data = elsewhere.data.with_name("swept")

    def write(folder: Path) -> None:
        (folder / "entries").mkdir()
        name = f"trivsel_{folder.name.removeprefix('.tmp-')}_swept"
        (folder / "entries" / COLLECTION).write_text(name, encoding="utf-8")
        client.create_collection(name, dimension=4)

    def fail(folder: Path) -> None:
        write(folder)
        raise RuntimeError

    discard = discarding(elsewhere)
    for _ in range(KEPT + 2):
        publish(data, write, discard)
    kept = {f"trivsel_{number}_swept" for number in range(3, KEPT + 3)}
    assert collections(port) - {name_in(current(elsewhere.data))} == kept
    with pytest.raises(RuntimeError):
        publish(data, fail, discard)
    assert collections(port) - {name_in(current(elsewhere.data))} == kept
    killed = data / ".tmp-6"  # what a build that was killed leaves
    killed.mkdir()
    write(killed)
    publish(data, write, discard)
    assert collections(port) - {name_in(current(elsewhere.data))} == {f"trivsel_{number}_swept" for number in (4, 5, 6)}


def test_what_cannot_be_removed_yet_is_kept_until_it_can(elsewhere: Settings, tmp_path: Path) -> None:
    (tmp_path / ".tmp-1" / "entries").mkdir(parents=True)
    (tmp_path / ".tmp-1" / "entries" / COLLECTION).write_text("trivsel_1_x", encoding="utf-8")
    gone = Settings(data=tmp_path, vectors="http://127.0.0.1:9")
    with pytest.raises(GenerationError, match="Milvus på 127.0.0.1:9 svarer ikke"):
        publish(tmp_path, lambda folder: None, discarding(gone))
    assert (tmp_path / ".tmp-1" / "entries" / COLLECTION).exists()
    publish(tmp_path, lambda folder: None, discarding(elsewhere))
    assert not (tmp_path / ".tmp-1").exists()


def test_command_tells_that_milvus_is_gone(elsewhere: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIVSEL_DATA", str(elsewhere.data))
    monkeypatch.setenv("TRIVSEL_VECTORS", "milvus://navn:hemmeligtord@127.0.0.1:9")
    done = CliRunner().invoke(main, ["ask", "skolefravær"])
    assert done.exit_code == 1 and done.stderr.startswith("Milvus på 127.0.0.1:9 svarer ikke, som den skal") and "hemmeligtord" not in done.output
    monkeypatch.delenv("TRIVSEL_VECTORS")
    done = CliRunner().invoke(main, ["ask", "skolefravær"])
    assert done.exit_code == 1 and "Sæt TRIVSEL_VECTORS, eller kør »trivsel build«" in done.stderr


@pytest.mark.parametrize(("written", "address"), [
    ("milvus://127.0.0.1:19530", "http://127.0.0.1:19530"),
    ("milvus://[::1]:19530/trivsel", "http://[::1]:19530/trivsel"),
    ("milvus://navn:kode@milvus.example:19530", "https://navn:kode@milvus.example:19530"),
    ("vektorer.db", "vektorer.db"),
])  # fmt: skip
def test_beyond_this_machine_all_is_encrypted(written: str, address: str) -> None:
    settings = Settings.from_environment({"TRIVSEL_VECTORS": written})
    assert settings.vectors == address and "kode" not in repr(settings)


@pytest.mark.parametrize("written", ["http://127.0.0.1:19530", "milvus://", "milvus://[", "vektorer", "qdrant://vært:1"])
def test_other_addresses_are_refused(written: str) -> None:
    with pytest.raises(SettingsError, match="TRIVSEL_VECTORS skal være milvus://vært:port eller en fil"):
        Settings.from_environment({"TRIVSEL_VECTORS": written})


def test_milvus_that_goes_away_is_told_plainly_and_comes_back(
    elsewhere: Settings, milvus: subprocess.Popen[bytes], folder: Path, port: int, caplog: pytest.LogCaptureFixture
) -> None:  # fmt: skip
    client = create_app(open_service(elsewhere), elsewhere).test_client()
    assert client.get("/ready").get_json() == {"status": "klar", "generation": "gen-2"}
    answered = client.post("/api/v1/ask", json={"query": "skolefravær"}).get_json()
    assert answered["status"] == "answered"
    milvus.terminate()
    milvus.wait(timeout=20)
    for answer in (client.get("/ready", headers={"Accept": "application/json"}), client.post("/api/v1/ask", json={"query": "hemmeligtord om skolefravær"})):
        assert answer.status_code == 503 and answer.headers["Retry-After"] == "5"
        assert answer.get_json()["besked"].startswith("En del af søgningen svarer ikke.")
    assert f"Milvus på 127.0.0.1:{port} svarer ikke" in caplog.text and "hemmeligtord" not in caplog.text
    assert client.get("/indsatser").status_code == 200
    with milvus_server(folder, port):
        deadline = time.monotonic() + 60
        while client.get("/ready").status_code != 200:
            assert time.monotonic() < deadline
            time.sleep(0.5)
        again = client.post("/api/v1/ask", json={"query": "skolefravær"}).get_json()
        assert rounded(again["interventions"]) == rounded(answered["interventions"])
