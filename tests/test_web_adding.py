"""Adding documents: all or nothing for each, the rest goes on, nothing is read twice, and a death at any moment loses nothing."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from corpus.catalogue import SHIPPED, entries, shipped_entries
from corpus.errors import CorpusError
from corpus.extracted import Extracted
from corpus.library import Kept, Library, LibraryError
from corpus.reading import read_file
from web import adding
from web.adding import AddingError, Report, Wishes
from web.build import build
from web.generations import current
from web.settings import Settings

KILLS = 20
SHEET = """# Lokal handleplan for {name}

## {name}holdet (BUF)

Beskrivelse af indsats

Holdet samler elever, som har svært ved at komme afsted, og en pædagog følger dem til skolen hver morgen i ugen.

Finansiering: Midlertidigt finansieret med {money} t. kr. årligt fra 2026-27.

Målgruppe

- Elever med bekymrende fravær.
- Aldersgruppe: 6-9 år.
"""

# Adds a document in a child for each moment given and dies at that moment; a moment is the number of a system event. The long work of
# building is passed over: a generation that was built beforehand with the same document is copied in its place and then published.
# A generation that answered before is not asked again while every file of it is as its manifest says.
# Prints for each: whether the child was killed, which generation answers, whether its answer is whole, and what the list holds.
KILLED_AT = """
import functools, json, os, shutil, signal, sys
from pathlib import Path
import corpus.catalogue
import web.build
from corpus.library import Library
from web.adding import Wishes, add
from web.generations import current
from web.settings import Settings
from web.startup import open_service

shipped, data, file, built = map(Path, sys.argv[1:5])
corpus.catalogue.shipped_entries = functools.partial(corpus.catalogue.shipped_entries, shipped)
settings = Settings(data=data)

def copied(folder, *others):
    shutil.copytree(built, folder, dirs_exist_ok=True)
    (folder / "manifest.json").unlink()

web.build.write_generation = copied
opened = {}
for moment in map(int, sys.argv[5:]):
    child = os.fork()
    if child == 0:
        seen = 0
        def die(event, arguments):
            global seen
            if event == "open" or event.startswith("os.") or event.startswith("shutil.") or event.startswith("fcntl."):
                seen += 1
                if seen == moment:
                    os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(die)
        add(settings, [file], Wishes(), lambda stage: None)
        print(json.dumps({"events": seen}), flush=True)
        os._exit(0)
    killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
    service = opened[folder] if (folder := current(data)) in opened else opened.setdefault(folder, open_service(settings))
    answer = service.searcher.ask("Hvem kan komme på Morgenfrisk holdet?")
    named = [offer.label for offer in answer.interventions]
    texts = [service.document(quote.document).text[quote.start:quote.end] == quote.text for offer in answer.interventions for quote in offer.quotes]
    kept = [one.sha256 for one in Library(data).kept()]
    whole = all(texts) and all(Library(data).path(sha256).exists() for sha256 in kept)
    print(json.dumps({"killed": killed, "new": "Morgenfriskholdet" in named, "sources": len(service.index.sources), "whole": whole, "kept": len(kept)}), flush=True)
    if not killed:
        break
"""


@pytest.fixture
def unbuilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A data folder where building takes no time, for what is about reading and keeping alone."""
    monkeypatch.setattr("web.build.build", lambda settings, progress: settings.data / "gen-1")
    return Settings(data=tmp_path / "data", user="redaktør")


def write(folder: Path, name: str, money: int = 500) -> Path:
    path = folder / f"{name}.md"
    path.write_text(SHEET.format(name=name, money=money), encoding="utf-8")
    return path


def add(settings: Settings, *paths: Path, told: list[str] | None = None, **wishes: str) -> Report:
    return adding.add(settings, paths, Wishes(**wishes), (told if told is not None else []).append)


def own(settings: Settings) -> list[Kept]:
    return Library(settings.data).kept()


def test_what_was_read_is_told(unbuilt: Settings, tmp_path: Path) -> None:
    told: list[str] = []
    report = add(unbuilt, write(tmp_path, "Nordlys"), told=told)
    (added,) = report.added
    assert (added.id, added.title) == ("lokal-handleplan-for-nordlys", "Lokal handleplan for Nordlys")
    assert added.interventions == 1 and added.facts >= 6 and added.passages >= 2 and added.sections == 4
    assert told[0] == "1 af 1: Nordlys.md: læser" and told[-1].endswith(f"{added.passages} afsnit, {added.facts} oplysninger")
    (kept,) = own(unbuilt)
    assert (kept.publisher, kept.status, kept.by, kept.file) == ("Københavns Kommune", "gældende", "redaktør", "Nordlys.md")
    assert Library(unbuilt.data).path(kept.sha256).read_bytes() == (tmp_path / "Nordlys.md").read_bytes()


def test_what_is_told_of_a_document_is_kept(unbuilt: Settings, tmp_path: Path) -> None:
    add(unbuilt, write(tmp_path, "Nordlys"), title="Min plan", publisher="Tingbjerg Skole", date="2025-08", status="udkast")
    (kept,) = own(unbuilt)
    assert (kept.edition, kept.title, kept.publisher, kept.status) == ("min-plan@2025-08", "Min plan", "Tingbjerg Skole", "udkast")


def test_bad_files_are_told_of_and_the_rest_goes_on(unbuilt: Settings, tmp_path: Path) -> None:
    cpr, empty = tmp_path / "navne.md", tmp_path / "tom.md"
    cpr.write_text("Plan for 010203-1234 på skolen.", encoding="utf-8")
    empty.write_text("", encoding="utf-8")
    report = add(unbuilt, cpr, write(tmp_path, "Nordlys"), empty, tmp_path / "væk.md", write(tmp_path, "Sydlys"))
    assert [added.file for added in report.added] == ["Nordlys.md", "Sydlys.md"]
    assert [failure.split()[0] for failure in report.failures] == ["navne.md", "tom.md", "væk.md"]
    assert "010203-1234" not in " ".join(report.failures)
    assert len(own(unbuilt)) == 2 and {path.name for path in Library(unbuilt.data).path("x").parent.iterdir()} == {kept.sha256 for kept in own(unbuilt)}


def test_same_bytes_are_known_again(unbuilt: Settings, tmp_path: Path) -> None:
    path = write(tmp_path, "Nordlys")
    copy = shutil.copy(path, tmp_path / "Kopi.md")
    report = add(unbuilt, path, Path(copy))
    assert (len(report.added), [known.id for known in report.known]) == (1, ["lokal-handleplan-for-nordlys"])
    shipped = add(unbuilt, SHIPPED / "handlevejledning.md")
    assert [known.id for known in shipped.known] == ["handlevejledning"] and not shipped.added


def test_second_extraction_is_offered_as_such(unbuilt: Settings, tmp_path: Path) -> None:
    words = (SHIPPED / "handlevejledning.md").read_text(encoding="utf-8").replace("trivsel", "trivsei", 40).replace("**", "")
    path = tmp_path / "scannet.txt"
    path.write_text(words[:60_000], encoding="utf-8")
    (added,) = add(unbuilt, path).added
    note = next(note for note in added.notes if note.startswith("Ligner"))
    assert "Ligner »handlevejledning«: " in note and "--supersedes handlevejledning" in note and f"trivsel remove {added.id}" in note
    (other,) = add(unbuilt, write(tmp_path, "Nordlys")).added
    assert not [note for note in other.notes if note.startswith("Ligner")]


def test_nothing_is_read_twice(unbuilt: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that died after the first file goes on with the second."""
    first, second = write(tmp_path, "Nordlys"), write(tmp_path, "Sydlys")
    add(unbuilt, first)
    read: list[str] = []

    def note(path: Path) -> Extracted:
        read.append(path.name)
        return read_file(path)

    monkeypatch.setattr("web.readings.read_file", note)
    report = add(unbuilt, first, second)
    assert read == ["Sydlys.md"] and [known.file for known in report.known] == ["Nordlys.md"]


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        ({"date": "i går"}, "ÅÅÅÅ-MM-DD"), ({"date": "2026-02-30"}, "ÅÅÅÅ-MM-DD"), ({"title": "Om 010203-1234"}, "cpr-numre"),
        ({"supersedes": "praksisoverblik", "date": "2025"}, r"dateret før den, den skal afløse \(2026-04\)"),
    ],
)  # fmt: skip
def test_wishes_that_cannot_be_met(unbuilt: Settings, tmp_path: Path, wishes: dict[str, str], words: str) -> None:
    with pytest.raises(AddingError, match=words):
        add(unbuilt, write(tmp_path, "Nordlys"), **wishes)
    assert own(unbuilt) == []


def test_edition_of_nothing_and_of_what_is_replaced(unbuilt: Settings, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="Dokumentet »ukendt« findes ikke. Skriv et af: trivselsstrategi"):
        add(unbuilt, write(tmp_path, "Nordlys"), supersedes="ukendt")
    with pytest.raises(AddingError, match="én fil ad gangen"):
        add(unbuilt, write(tmp_path, "Nordlys"), write(tmp_path, "Sydlys"), supersedes="praksisoverblik")
    add(unbuilt, write(tmp_path, "Nordlys"), supersedes="praksisoverblik", date="2027")
    with pytest.raises(AddingError, match="allerede afløst. Skriv --supersedes praksisoverblik"):
        add(unbuilt, write(tmp_path, "Sydlys"), supersedes="praksisoverblik@2026-04", date="2028")


def test_removed_edition_leaves_the_one_before_it_in_force(unbuilt: Settings, tmp_path: Path) -> None:
    add(unbuilt, write(tmp_path, "Nordlys"), supersedes="praksisoverblik", date="2027")
    add(unbuilt, write(tmp_path, "Sydlys"), supersedes="praksisoverblik", date="2028")
    ids = [entry.source.id for entry in entries(Library(unbuilt.data))][3:]
    assert ids == ["praksisoverblik@2026-04", "praksisoverblik@2027", "praksisoverblik"]
    assert adding.remove(unbuilt, "praksisoverblik", lambda stage: None).edition == "praksisoverblik@2028"
    adding.remove(unbuilt, "praksisoverblik@2027", lambda stage: None)
    last = entries(Library(unbuilt.data))[-1]
    assert (last.source.id, last.source.replaced_on, last.edition) == ("praksisoverblik", "", "praksisoverblik@2026-04")
    with pytest.raises(AddingError, match="følger med programmet og kan ikke fjernes"):
        adding.remove(unbuilt, "praksisoverblik", lambda stage: None)


def test_two_at_once(unbuilt: Settings, tmp_path: Path) -> None:
    with Library(unbuilt.data).only_writer(), pytest.raises(LibraryError, match="Vent, til det er færdigt"):
        add(unbuilt, write(tmp_path, "Nordlys"))
    assert len(add(unbuilt, write(tmp_path, "Nordlys")).added) == 1


def test_half_a_line_of_the_list_counts_for_nothing(unbuilt: Settings, tmp_path: Path) -> None:
    add(unbuilt, write(tmp_path, "Nordlys"))
    path = Library(unbuilt.data).folder / "documents.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + whole[: len(whole) // 2])
    assert len(own(unbuilt)) == 1
    add(unbuilt, write(tmp_path, "Sydlys"))
    assert [kept.file for kept in own(unbuilt)] == ["Nordlys.md", "Sydlys.md"] and path.read_bytes().startswith(whole)
    path.write_bytes(b"{}\n" + whole)
    with pytest.raises(LibraryError, match="beskadiget i linje 1"):
        own(unbuilt)


def test_damaged_memory_of_a_reading_is_read_again(unbuilt: Settings, tmp_path: Path) -> None:
    path = write(tmp_path, "Nordlys")
    facts = add(unbuilt, path).added[0].facts
    adding.remove(unbuilt, "lokal-handleplan-for-nordlys", lambda stage: None)
    for kept in (unbuilt.data / "cache").iterdir():
        kept.write_bytes(kept.read_bytes()[:100])
    assert add(unbuilt, path).added[0].facts == facts


def assert_as_from_the_start(data: Path, fresh: Path) -> None:
    """That a generation made with what earlier builds left is the one that a build from nothing makes; the stores of libraries name their files anew."""
    shutil.copytree(data / "documents", fresh / "documents")
    built = build(Settings(data=fresh), lambda stage: None)
    one, other = ({
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not {"store", "keywords", "manifest.json"} & set(path.relative_to(folder).parts)
    } for folder in (current(data), built))
    assert len(one) > 15 and [name for name in one if one[name] != other[name]] == [] and one.keys() == other.keys()


def test_killed_at_any_moment_of_adding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kills at seeded events from the first to past the last: the old or the new generation answers, whole, and the next run finishes.

    One small document stands for those shipped: what is killed is the adding, not the reading of them.
    """
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    path = write(shipped, "Aftenro", money=300)
    row = f"aftenro,Aftenro,Københavns Kommune,2026,gældende,{hashlib.sha256(path.read_bytes()).hexdigest()},{path.name},text"
    (shipped / "sources.csv").write_text(f"id,title,publisher,date,status,sha256,file,role\n{row}\n", encoding="utf-8")
    monkeypatch.setattr("corpus.catalogue.shipped_entries", partial(shipped_entries, shipped))
    data, other = tmp_path / "data", tmp_path / "other"
    build(Settings(data=data), lambda stage: None)
    shutil.copytree(data, other)
    file = write(tmp_path, "Morgenfrisk")
    adding.add(Settings(data=other), [file], Wishes(), lambda stage: None)
    assert_as_from_the_start(other, tmp_path / "fresh")
    moments = [*sorted(random.Random(7).sample(range(3, 650), KILLS)), 100_000]
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AT, str(shipped), str(data), str(file), str(current(other)), *map(str, moments)],
        capture_output=True, text=True, timeout=300, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    rows = [json.loads(line) for line in done.stdout.splitlines() if "killed" in line]
    assert all(row["whole"] and row["sources"] == (2 if row["new"] else 1) for row in rows)
    assert not rows[-1]["killed"] and rows[-1]["new"] and rows[-1]["kept"] == 1
    assert sum(row["killed"] for row in rows) == KILLS and {row["kept"] for row in rows} == {0, 1}, rows
