"""The audit log: who changed what and when, one line of JSON each, only ever added to.

Why two lines for a change, one before it and one after: a change that cannot be noted is not made, and one that was cut off is seen.
Why the log is never trimmed: it holds what editors did and nothing of what anybody asked; a person decides when it goes.
"""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from corpus.cpr import mask_cpr
from web.reasons import reason

FILE = "aendringslog.jsonl"
BEGUN, DONE, REFUSED, FAILED = "begyndt", "gennemført", "afvist", "fejlet"


class AuditError(Exception):
    """The audit log cannot be written, so nothing may be changed; the message says why, in Danish."""


@dataclass(frozen=True)
class Change:
    """One line: ``what`` names the kind of change, ``detail`` what it was about."""

    when: str
    who: str
    what: str
    outcome: str
    detail: str = ""


class AuditLog:
    """The audit log of one data folder, safe for several processes at once."""

    def __init__(self, data: Path) -> None:
        self._path = data / FILE

    def put(self, who: str, what: str, outcome: str, detail: str = "") -> None:
        """Add a line and sync it to disk; CPR numbers are masked.

        Raises AuditError when it cannot be written; a line that was cut off is then taken back.
        """
        when = datetime.now().astimezone().isoformat(timespec="seconds")
        change = Change(when, mask_cpr(who), what, outcome, mask_cpr(detail))
        line = json.dumps(asdict(change), ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                _append(handle, line)
            finally:
                os.close(handle)
        except OSError as error:
            raise AuditError(f"Ændringsloggen {self._path.name} kan ikke skrives ({reason(error)}), så intet er ændret. Kontrollér plads og rettigheder.") from error

    def read(self) -> list[Change]:
        """All lines, oldest first; a line that is damaged is passed over."""
        found = []
        for line in self._path.read_bytes().splitlines() if self._path.exists() else ():
            try:
                found.append(Change(**json.loads(line)))
            except (ValueError, TypeError):
                continue
        return found


def _append(handle: int, line: bytes) -> None:
    size = os.fstat(handle).st_size
    if size and os.pread(handle, 1, size - 1) != b"\n":
        line = b"\n" + line  # what a loss of power cut off stays a line of its own
    try:
        if os.write(handle, line) < len(line):
            raise OSError(28, "No space left on device")
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, size)
        raise
