"""The real adding and building of the real documents, killed: whatever the moment, the old or the new generation answers, whole."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.library import Library
from web.generations import current
from web.settings import Settings
from web.startup import Service, open_service

SEED = 10  # its first moment is in the middle of a build
KILLS, KILLS_OF_SOAK = 1, 20
ID = "lokal-plan-for-morgenfrisk"
QUESTION, KNOWN = "Hvem kan komme på Morgenfriskholdet?", "Hvor gamle børn er Mind My Mind til?"
SHEET = """# Lokal plan for Morgenfrisk

## Morgenfriskholdet (BUF)

Beskrivelse af indsats

Holdet samler elever, som har svært ved at komme afsted, og en pædagog følger dem til skolen hver morgen.

Målgruppe

- Elever med bekymrende fravær.
- Aldersgruppe: 6-9 år.
"""


def trivsel(data: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """The real command in a group of processes of its own."""
    environment = {**os.environ, "TRIVSEL_DATA": str(data)}
    command = [sys.executable, "-c", "from web.cli import main; main()", *arguments]
    return subprocess.Popen(command, env=environment, cwd=Path(__file__).parents[1], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def used(pid: int) -> float:
    """The CPU seconds a process has used: fair moments also where the machine is busy with other things."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def killed_at(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Kill the whole group once it has used so much CPU; False where it was done before."""
    while process.poll() is None:
        if used(process.pid) >= seconds:
            os.killpg(process.pid, signal.SIGKILL)
            return process.wait() == -signal.SIGKILL
        time.sleep(0.01)
    return False


def state(data: Path, opened: dict[Path, Service]) -> bool:
    """Whether the new document answers; whichever generation does must be whole, and every listed file kept."""
    folder = current(data)
    service = opened[folder] if folder in opened else opened.setdefault(folder, open_service(Settings(data=data)))
    answer, known = service.searcher.ask(QUESTION), service.searcher.ask(KNOWN)
    quotes = [quote for one in (answer, known) for offer in one.interventions for quote in offer.quotes] + [*answer.passages, *known.passages]
    assert known.passages and all(service.document(quote.document).text[quote.start:quote.end] == quote.text for quote in quotes)
    is_new = "Morgenfriskholdet" in {offer.label for offer in answer.interventions}
    stated = json.loads(service.sparql("ASK { ?s ?p 'Morgenfriskholdet'@da }").body)["boolean"]
    assert len(service.index.sources) == (5 if is_new else 4) and stated == is_new
    assert all(Library(data).path(kept.sha256).exists() for kept in Library(data).kept())
    return is_new


def commands(is_listed: bool, is_new: bool, file: Path) -> list[list[str]]:
    """What may be done next so that a generation is built: a change that a kill stopped is finished by a build."""
    change = ["remove", ID] if is_new else ["add", str(file)]
    return [["build"]] if is_new and not is_listed else [change, ["build"]] if is_listed else [change]


def test_real_adding_killed_at_seeded_moments(settings: Settings, seconds: float, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """``make soak`` kills twenty: while a document is added, taken out again, and while all is built; then the last run ends."""
    is_soak = pytestconfig.getoption("--soak")
    data, file = tmp_path / "data", tmp_path / "Morgenfrisk.md"
    shutil.copytree(settings.data, data)
    file.write_text(SHEET, encoding="utf-8")
    chance, opened = random.Random(SEED), dict[Path, Service]()
    kills, is_new = 0, False
    while kills < (KILLS_OF_SOAK if is_soak else KILLS):
        moment = chance.uniform(0.05, 0.95) * seconds
        command = chance.choice(commands(bool(Library(data).kept()), is_new, file))
        was_killed = killed_at(trivsel(data, *command), moment)
        kills += was_killed
        is_new = state(data, opened)
        print(f"{command[0]} efter {moment:.1f} s: {'dræbt' if was_killed else 'færdig'}, {current(data).name}, {'ny' if is_new else 'gammel'}", flush=True)
    if is_soak:
        assert trivsel(data, "add", str(file)).wait() == 0 and state(data, opened)
