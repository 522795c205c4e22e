"""The note of the last run: how far it has come, what came of it, and that a death leaves no run that seems to go on."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from web.application import create_app
from web.runs import INDEXES, READS, STAGES, last_run, noted
from web.settings import Settings
from web.startup import Service
from web.wording import number_words

FAILURE = "brev.pdf er tom. Vælg en fil med tekst i."
DIES = """
import os, signal, sys
from pathlib import Path
from web.runs import READS, noted

with noted(Path(sys.argv[1]), print) as log:
    log(READS)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def client(service: Service, settings: Settings, tmp_path: Path) -> FlaskClient:
    """A client of an application whose data folder holds nothing but what a test puts there."""
    return create_app(service, replace(settings, data=tmp_path)).test_client()


def page_of(client: FlaskClient, host: str = "localhost") -> str:
    """The words of the page about the data, with its tags of progress."""
    page = html.unescape(client.get("/data", base_url=f"http://{host}").get_data(as_text=True))
    return " ".join(re.sub(r"<(?!/?progress)[^>]+>", " ", page).split())


def test_run_tells_its_steps_while_it_goes_on_and_what_came_of_it(client: FlaskClient, tmp_path: Path) -> None:
    told: list[str] = []
    with noted(tmp_path, told.append) as log:
        log.files(2)
        log.file(2)
        run = last_run(tmp_path)
        assert run and (run.stage, run.done, run.total, run.goes_on, run.has_ended) == ("Læser fil 2 af 2", 1, 8, True, False)
        log("2 af 2: Sagen om Peter.pdf: læser")  # names of files are told and not kept
        log(f"{READS}: 50 af 70")
        run = last_run(tmp_path)
        assert run and (run.stage, run.done) == ("Læser dokumenterne: 50 af 70", 2)
        log(INDEXES)
        assert 'Indlæser nu: Bygger søgeindekset <progress id="fremgang" max="8" value="7">7 af 8 trin</progress>' in page_of(client)
        log.outcome(5, (FAILURE,))
    assert told == ["2 af 2: Sagen om Peter.pdf: læser", f"{READS}: 50 af 70", INDEXES]
    run = last_run(tmp_path)
    assert run and (run.done, run.total, run.documents, run.failures, run.goes_on, run.has_ended) == (8, 8, 5, (FAILURE,), False, True)
    assert f"Seneste indlæsning: 5 dokumenter, 1 fejl, {number_words(round(run.seconds))} sek." in page_of(client)


def test_only_editors_see_the_names_of_files_that_were_not_read(client: FlaskClient, tmp_path: Path) -> None:
    with noted(tmp_path, lambda words: None) as log:
        log.outcome(4, (FAILURE,))
    assert f"Ikke læst {FAILURE}" in page_of(client)
    reader = page_of(client, "example.org")
    assert "4 dokumenter, 1 fejl" in reader and "brev.pdf" not in reader
    run = client.get("/api/v1/data").get_json()["run"]
    assert (run["documents"], run["failures"], run["has_ended"], run["goes_on"]) == (4, 1, True, False)


def test_run_that_failed_or_was_killed_is_said_not_to_be_done(client: FlaskClient, tmp_path: Path) -> None:
    assert "Seneste indlæsning" not in page_of(client) and client.get("/api/v1/data").get_json()["run"] is None
    with pytest.raises(ValueError), noted(tmp_path, lambda words: None) as log:
        log(READS)
        raise ValueError
    assert "blev ikke færdig" in page_of(client)
    with noted(tmp_path, lambda words: None):
        pass
    died = subprocess.run([sys.executable, "-c", DIES, str(tmp_path)], cwd=Path(__file__).parent.parent, stdout=subprocess.DEVNULL)
    assert died.returncode == -9
    run = last_run(tmp_path)
    assert run and (run.stage, run.goes_on, run.has_ended) == (READS, False, False)
    assert "blev ikke færdig" in page_of(client) and "trivsel build" in page_of(client)


def test_of_two_runs_at_once_the_first_is_noted_and_a_run_within_a_run_is_the_same(tmp_path: Path) -> None:
    with noted(tmp_path, lambda words: None) as first:
        first(READS)
        with noted(tmp_path, lambda words: None) as second:
            second(INDEXES)
        with noted(tmp_path, first) as within:
            assert within is first
        run = last_run(tmp_path)
        assert run and run.stage == READS and run.goes_on


def test_folder_that_cannot_be_written_stops_no_run(tmp_path: Path) -> None:
    place = tmp_path / "fil"
    place.write_text("", encoding="utf-8")
    told: list[str] = []
    with noted(place, told.append) as log:
        log(READS)
    assert told == [READS] and last_run(place) is None


def test_build_notes_its_stages_and_its_documents(settings: Settings, service: Service) -> None:
    run = last_run(settings.data)
    assert run and (run.documents, run.failures, run.has_ended) == (len(service.documents), (), True)
    assert (run.done, run.total) == (len(STAGES), len(STAGES)) and run.seconds > 0
