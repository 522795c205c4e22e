"""Generations: what is in use is always whole, whatever happens to a build."""

from __future__ import annotations

import errno
import functools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from web import generations
from web.generations import KEPT, GenerationError, current, is_built, publish, verify
from web.settings import Settings

KILLS = 12  # ``make soak`` kills 50 real builds as well

# Publishes "new" over "old" in a child for each moment given and dies at that moment; a moment is the number of a system event.
# Prints for each: events seen, whether the child was killed, and the words of the generation in use afterwards.
KILLED_AT = """
import json, os, signal, sys
from pathlib import Path
from web.generations import current, publish

def writing(word):
    def write(folder):
        (folder / "store").mkdir()
        for number in range(8):
            (folder / "store" / f"{number}.txt").write_text(word * 1000)
    return write

data = Path(sys.argv[1])
for moment in map(int, sys.argv[2:]):
    publish(data, writing("old"))
    child = os.fork()
    if child == 0:
        seen = 0
        def die(event, arguments):
            global seen
            if event == "open" or event.startswith("os.") or event.startswith("shutil."):
                seen += 1
                if seen == moment:
                    os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(die)
        publish(data, writing("new"))
        print(json.dumps({"events": seen}), flush=True)
        os._exit(0)
    killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
    words = {path.read_text() for path in (current(data) / "store").iterdir()}
    assert len(words) == 1, words
    orphans = len(list(data.glob(".tmp-*")))
    print(json.dumps({"killed": killed, "word": words.pop()[:3], "orphans": orphans}), flush=True)
"""


def write(text: str = "indhold") -> Callable[[Path], None]:
    """Something that fills a generation with three files in two folders."""

    def fill(folder: Path) -> None:
        (folder / "store").mkdir()
        (folder / "index.json").write_text(text, encoding="utf-8")
        (folder / "store" / "a.bin").write_bytes(b"\0\1\2" + text.encode())
        (folder / "store" / ".hidden").write_text(text, encoding="utf-8")

    return fill


def names(data: Path) -> set[str]:
    return {path.name for path in data.iterdir()}


def test_published_folder_is_in_use_and_verified(tmp_path: Path) -> None:
    data = tmp_path / "not" / "yet" / "there"
    assert not is_built(data)
    folder = publish(data, write())
    assert folder == data / "gen-1" == current(data) and is_built(data)
    assert (folder / "index.json").read_text() == "indhold"
    manifest = json.loads((folder / "manifest.json").read_text())
    assert set(manifest["files"]) == {"index.json", "store/a.bin", "store/.hidden"}
    assert names(data) == {"CURRENT", "gen-1", ".lock"}


def test_only_the_kept_generations_stay_and_numbers_rise(tmp_path: Path) -> None:
    (tmp_path / "gen-notes").mkdir()
    for number in range(1, KEPT + 4):
        assert publish(tmp_path, write(str(number))).name == f"gen-{number}"
    assert {name for name in names(tmp_path) if name.startswith("gen-")} == {"gen-4", "gen-5", "gen-6", "gen-notes"}
    assert (current(tmp_path) / "index.json").read_text() == "6"


def test_numbers_are_compared_as_numbers(tmp_path: Path) -> None:
    for number in (8, 9, 10):
        (tmp_path / f"gen-{number}").mkdir()
    assert publish(tmp_path, write()).name == "gen-11"
    assert {path.name for path in tmp_path.glob("gen-*")} == {"gen-9", "gen-10", "gen-11"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "Der er ikke bygget noget"), (b"", "nævner ingen generation"), (b"  \n", "nævner ingen generation"), (b"gen-7", "gen-7 mangler"),
        (b"../andet", "nævner ingen generation"), (b"gen-1\ngen-2", "nævner ingen generation"), (b"\xff\xfe", "kan ikke læses"),
    ],
)  # fmt: skip
def test_pointer_to_nothing_is_explained(tmp_path: Path, content: bytes | None, words: str) -> None:
    publish(tmp_path, write())
    (tmp_path / "CURRENT").unlink()
    if content is not None:
        (tmp_path / "CURRENT").write_bytes(content)
    with pytest.raises(GenerationError, match=words) as caught:
        current(tmp_path)
    assert "Kør »trivsel build«" in str(caught.value)
    assert publish(tmp_path, write()) == current(tmp_path)


def test_missing_data_folder_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for data in (tmp_path / "missing", tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(GenerationError, match="Der er ikke bygget noget"):
            current(data)


@pytest.mark.parametrize("content", ["[]", "{}", '{"format": 0, "files": {}}', '{"format": 1}', "", '{"format": 3, "files": [', '{"format": 3, "files": 3}'])
def test_manifest_of_another_shape_is_explained(tmp_path: Path, content: str) -> None:
    folder = publish(tmp_path, write())
    (folder / "manifest.json").write_text(content)
    with pytest.raises(GenerationError, match="Kør »trivsel build«"):
        current(tmp_path)


def test_removed_file_is_noticed(tmp_path: Path) -> None:
    folder = publish(tmp_path, write())
    (folder / "store" / "a.bin").unlink()
    with pytest.raises(GenerationError, match="store/a.bin i gen-1 er beskadiget"):
        verify(folder)


def test_flipped_byte_in_every_file_of_a_real_generation_is_noticed(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "gen-1"
    shutil.copytree(current(settings.data), folder)
    verify(folder)
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size and not path.name.endswith(".lock"))
    assert len(files) > 20
    chance = random.Random(5)
    unnoticed = []
    digests = generations._manifest(folder)
    for path in files:
        name = path.relative_to(folder).as_posix()
        _flip(path, chance)
        if path.name == "manifest.json":
            with pytest.raises(GenerationError):
                verify(folder)
        elif generations._digest_of(path) == digests[name]:  # what verify compares, without the other files again
            unnoticed.append(name)
    assert not unnoticed


def _flip(path: Path, chance: random.Random) -> None:
    with open(path, "r+b") as file:
        place = chance.randrange(path.stat().st_size)
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ (1 << chance.randrange(8))]))


@pytest.mark.parametrize("seed", range(40))
def test_flipped_bit_anywhere_in_a_small_generation_is_noticed(tmp_path: Path, seed: int) -> None:
    folder = publish(tmp_path, write())
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    chance = random.Random(seed)
    damaged = chance.choice(files)
    _flip(damaged, chance)
    with pytest.raises(GenerationError, match="Kør »trivsel build«"):
        current(tmp_path)


def test_failed_write_leaves_the_old_generation_and_nothing_else(tmp_path: Path) -> None:
    publish(tmp_path, write("old"))

    def fail(folder: Path) -> None:
        (folder / "half").write_text("half")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(GenerationError, match="disken er fuld"):
        publish(tmp_path, fail)
    assert (current(tmp_path) / "index.json").read_text() == "old"
    assert names(tmp_path) == {"CURRENT", "gen-1", ".lock"}


def test_data_folder_that_is_a_file_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for data in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(GenerationError, match="Der kan ikke skrives i .*en fil, ikke en mappe"):
            publish(data, write())


def test_two_builds_at_once(tmp_path: Path) -> None:
    def build_again(folder: Path) -> None:
        with pytest.raises(GenerationError, match="En anden bygning er i gang"):
            publish(tmp_path, write("second"))
        write("first")(folder)

    publish(tmp_path, build_again)
    assert (current(tmp_path) / "index.json").read_text() == "first"
    publish(tmp_path, write("third"))
    assert (current(tmp_path) / "index.json").read_text() == "third"


def test_synced_before_renamed_and_renamed_before_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The order that makes a loss of power harmless: every file, its folder, the rename, the parent, the pointer, the parent."""
    steps: list[str] = []
    sync, rename, replace = generations._sync, Path.rename, Path.replace

    def note_sync(path: Path) -> None:
        steps.append(f"sync {path.name}")
        sync(path)

    def note_rename(self: Path, target: Path) -> Path:
        steps.append(f"rename {self.name} {target.name}")
        return rename(self, target)

    def note_replace(self: Path, target: Path) -> Path:
        steps.append(f"rename {self.name} {target.name}")
        return replace(self, target)

    monkeypatch.setattr(generations, "_sync", note_sync)
    monkeypatch.setattr(Path, "rename", note_rename)
    monkeypatch.setattr(Path, "replace", note_replace)
    data = tmp_path / "data"
    publish(data, write())
    assert set(steps[:6]) == {"sync index.json", "sync a.bin", "sync .hidden", "sync manifest.json", "sync store", "sync .tmp-1"}
    assert steps[6:] == ["rename .tmp-1 gen-1", "sync data", "sync .cur", "rename .cur CURRENT", "sync data"]


def test_killed_at_any_moment_of_publishing(tmp_path: Path) -> None:
    """Kills at seeded events from the first to past the last; the old or the new generation is whole, and orphans go."""
    moments = [*random.Random(20).sample(range(2, 60), KILLS), 1, 10_000]
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AT, str(tmp_path), *map(str, moments)], capture_output=True, text=True, timeout=600, cwd=Path(__file__).parents[1]
    )
    assert done.returncode == 0, done.stderr[-2000:]
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    after = [row for row in rows if "word" in row]
    assert len(after) == len(moments)
    assert sum(row["killed"] for row in after) >= KILLS - 2
    assert after[-1] == {"killed": False, "word": "new", "orphans": 0}
    assert {row["word"] for row in after} == {"old", "new"} and any(row["orphans"] for row in after)
    publish(tmp_path, write())
    assert not list(tmp_path.glob(".tmp-*")) and len(list(tmp_path.glob("gen-*"))) == KEPT


def test_killed_real_build_leaves_the_old_generation_answering(settings: Settings, tmp_path: Path, much: int, seed: int) -> None:
    """Real builds, killed with their process group at seeded moments of the time that a whole build takes."""
    old = current(settings.data)
    data = tmp_path / "data"
    shutil.copytree(settings.data, data)
    chance = random.Random(seed)
    moments = [chance.uniform(2, 4), chance.uniform(5, 8)] if much == 1 else [chance.random() * _whole_build(tmp_path / "whole") for _ in range(much)]
    killed = 0
    for moment in moments:
        building = _start_build(data)
        time.sleep(moment)
        os.killpg(building.pid, signal.SIGKILL)
        if building.wait(10) == 0:  # it was done before its moment came
            old = current(data)
            continue
        assert building.returncode == -signal.SIGKILL
        now = current(data)  # looks at every file; the new one is in use where the kill came between naming it and the end
        assert now.name == old.name or int(now.name[4:]) == int(old.name[4:]) + 1
        assert (now / "index.json").read_bytes() == (old / "index.json").read_bytes()
        old = now
        killed += 1
    assert killed > len(moments) / 2
    publish(data, write())
    assert not list(data.glob(".tmp-*"))
    print(f"{killed} bygninger dræbt")


def _start_build(data: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", "from web.cli import main; main(['build'])"], env={**os.environ, "TRIVSEL_DATA": str(data)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=Path(__file__).parents[1], start_new_session=True,
    )  # fmt: skip


@functools.cache
def _whole_build(data: Path) -> float:
    """How many seconds a build takes here and now."""
    started = time.monotonic()
    assert _start_build(data).wait(600) == 0
    return time.monotonic() - started
