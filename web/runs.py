"""The last time documents were read: how far it has come while it goes on, and what came of it; kept beside the generations.

Why a lock tells that a run goes on: a process that is killed leaves its file behind, and never its lock. Why a note that cannot be
written is let go: a full disk must not stop a build that would still have fitted.
"""

from __future__ import annotations

import fcntl
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

FILE = "indlaesning.json"
READS, FINDS, COMPARES, FOLLOWS, LINKS_UP, INDEXES = STAGES = (
    "Læser dokumenterne", "Finder oplysninger", "Sammenligner indsatser og dokumenter", "Følger målene", "Bygger grafen", "Bygger søgeindekset",
)  # fmt: skip
_LOCK = ".indlaesning"
_TRIES, _PAUSE = 10, 0.02  # a look at the lock holds it for a moment; seconds

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Run:
    """One run, as far as it has come.

    ``began`` is an ISO time and ``seconds`` how long it has taken; ``done`` of ``total`` steps are behind it, and ``stage`` names the one
    at hand. ``documents`` are those of the generation that came of it, ``failures`` one sentence for each file that could not be added.
    """

    began: str
    stage: str = ""
    done: int = 0
    total: int = len(STAGES)
    seconds: float = 0.0
    documents: int = 0
    failures: tuple[str, ...] = ()
    has_ended: bool = False
    goes_on: bool = False

    @property
    def minute(self) -> str:
        """The hour and minute it began: "18.04"."""
        return datetime.fromisoformat(self.began).strftime("%H.%M")


class Log:
    """Notes a run as it goes, and passes each word on; call it as the progress of what is run."""

    def __init__(self, data: Path | None, progress: Progress) -> None:
        self._path, self._progress, self._start = data / FILE if data else None, progress, time.monotonic()
        self._files = self._taken = 0
        self._run = Run(datetime.now().astimezone().isoformat(timespec="seconds"))

    def __call__(self, words: str) -> None:
        """Tell what is done now; only stages are noted, since other words may name a file."""
        stage = words.partition(":")[0]
        if stage in STAGES:
            self._note(stage=words, done=self._files + STAGES.index(stage))
        self._progress(words)

    def files(self, count: int) -> None:
        """So many files are read before the stages."""
        self._files = count
        self._note(total=count + len(STAGES))

    def file(self, number: int) -> None:
        """A file is at hand, counted from 1."""
        self._note(stage=f"Læser fil {number} af {self._files}", done=number - 1)

    def outcome(self, documents: int, failures: tuple[str, ...] = ()) -> None:
        """What came of it."""
        self._note(documents=documents, failures=failures)

    def end(self) -> None:
        """The run is over."""
        self._note(has_ended=True, done=self._run.total, stage="")

    def _note(self, **changes: object) -> None:
        self._run = replace(self._run, **changes, seconds=round(time.monotonic() - self._start, 1))  # type: ignore[arg-type]
        if self._path is None:
            return
        with suppress(OSError):
            work = self._path.with_suffix(".tmp")
            work.write_text(json.dumps(asdict(self._run), ensure_ascii=False), encoding="utf-8")
            work.replace(self._path)


@contextmanager
def noted(data: Path, progress: Progress) -> Iterator[Log]:
    """Note what is run inside; what is already being noted goes on in its own log, and of two runs at once only the first is noted."""
    if isinstance(progress, Log):
        yield progress
        return
    with _held(data) as is_held:
        log = Log(data if is_held else None, progress)
        yield log
        log.end()


def last_run(data: Path) -> Run | None:
    """The last run, or the one that goes on; None where none was noted."""
    with suppress(OSError, ValueError, TypeError):
        row = json.loads((data / FILE).read_text(encoding="utf-8"))
        return Run(**{**row, "failures": tuple(row["failures"]), "goes_on": not row["has_ended"] and _is_held(data)})
    return None


@contextmanager
def _held(data: Path) -> Iterator[bool]:
    """Hold the lock, where the folder can be written and nobody else does."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = open(data / _LOCK, "w")
    except OSError:
        yield False
        return
    with lock:
        yield any(_took(lock.fileno()) for _ in range(_TRIES))


def _took(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        time.sleep(_PAUSE)
        return False
    return True


def _is_held(data: Path) -> bool:
    with open(data / _LOCK) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False
