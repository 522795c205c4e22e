"""What sentences mean is the same whoever looks at them: the process that builds, or others beside it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from search.lexicon import Entry, Lexicon, tokens
from corpus.cores import Interrupted
from search.meanings import Spoken

LABELS = [("fravaer", "skolefravær"), ("fravaer", "kommer ikke i skole"), ("angst", "angst"), ("angst", "bange for at gå hjemmefra")]
SENTENCES = ["Skolefravær og angst.", "Han kommer ikke længere i skolen.", "Intet af det.", "Angst", "Skolefravær og angst.", "ANGST 😀"]
ENDLESS = [f"Han er bange for at gå hjemmefra, kommer ikke i skole og har skolefravær og angst på {number}. dag." for number in range(400_000)]

# a build that starts helpers for sentences and does not come to its end
BUILDING = """
import signal
import sys
from pathlib import Path
from search.lexicon import Lexicon
from search.meanings import Spoken
signal.signal(signal.SIGINT, signal.default_int_handler)  # what is started in the background ignores it
Spoken(Lexicon(Path(sys.argv[1])), {}).look_at([f"Skolefravær og angst på {number}. dag" for number in range(1_000_000)])
"""


@pytest.fixture(scope="module")
def needs(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    folder = tmp_path_factory.mktemp("labels") / "needs"
    Lexicon.build(folder, (Entry(concept, text, tuple(part for _, part in tokens(text)), 1.0) for concept, text in LABELS))
    return Lexicon(folder)


def test_helpers_find_what_one_process_finds(needs: Lexicon) -> None:
    sentences = [*SENTENCES, *ENDLESS[:1500]]  # more than a helper is handed at once
    alone, shared = Spoken(needs, {}), Spoken(needs, {})
    shared.look_at(sentences, many=2)
    assert helpers_of(os.getpid()) == []
    assert list(shared.met) == list(dict.fromkeys(sentences))
    assert shared.met == {sentence: tuple((match.concept, match.score) for match in needs.find(sentence)) for sentence in sentences}
    assert {sentence: tuple(alone.of(sentence)) for sentence in sentences} == shared.met
    assert [concept for concept, _ in shared.of("Skolefravær og angst.")] == ["angst", "fravaer"] and shared.of("Intet af det.") == ()


def test_what_an_earlier_build_found_is_not_looked_for_again(needs: Lexicon) -> None:
    spoken = Spoken(needs, {"Angst": [("sorg", 0.5)]})
    spoken.look_at(SENTENCES, many=1)
    assert "Angst" not in spoken.met and len(spoken.met) == 4
    assert spoken.of("Angst") == [("sorg", 0.5)] == spoken.met["Angst"]


def test_few_sentences_wait_until_they_are_asked_for(needs: Lexicon) -> None:
    spoken = Spoken(needs, {})
    spoken.look_at(SENTENCES)
    assert spoken.met == {}


def test_helper_that_is_killed_is_told(needs: Lexicon) -> None:
    with ThreadPoolExecutor(1) as thread:
        looking = thread.submit(Spoken(needs, {}).look_at, ENDLESS)
        until(lambda: len(helpers_of(os.getpid())) > 0)
        os.kill(helpers_of(os.getpid())[0], signal.SIGKILL)
        with pytest.raises(Interrupted, match="mangler hukommelse"):
            looking.result(60)
    assert helpers_of(os.getpid()) == []


@pytest.mark.parametrize("signalled", [signal.SIGKILL, signal.SIGTERM])
def test_helpers_end_with_the_build(needs: Lexicon, signalled: signal.Signals) -> None:
    building = subprocess.Popen([sys.executable, "-c", BUILDING, str(needs.folder)])
    until(lambda: len(helpers_of(building.pid)) > 0)
    helpers = helpers_of(building.pid)
    building.send_signal(signalled)
    building.wait(60)
    until(lambda: not any(Path(f"/proc/{helper}/cmdline").is_file() and Path(f"/proc/{helper}/cmdline").read_bytes() for helper in helpers))


def test_build_that_is_interrupted_ends_soon_with_one_word_of_it(needs: Lexicon) -> None:
    building = subprocess.Popen([sys.executable, "-c", BUILDING, str(needs.folder)], stderr=subprocess.PIPE, text=True, start_new_session=True)
    until(lambda: len(helpers_of(building.pid)) > 0)
    os.killpg(building.pid, signal.SIGINT)  # as Ctrl-C in a terminal does
    try:
        _, told = building.communicate(timeout=60)
    finally:
        building.kill()
    assert told.count("Traceback") == 1 and told.rstrip().endswith("KeyboardInterrupt")


def helpers_of(pid: int) -> list[int]:
    """The processes that a build started for sentences, each with its command."""
    try:
        started = [int(number) for path in Path(f"/proc/{pid}/task").glob("*/children") for number in path.read_text().split()]
        return [number for number in started if b"take_part" in Path(f"/proc/{number}/cmdline").read_bytes()]
    except FileNotFoundError:
        return []


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
