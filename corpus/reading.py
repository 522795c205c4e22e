"""Reads any file in a process of its own, so that a hostile or broken file takes nothing with it.

Why a process for each file: no library for these formats withstands all bombs (memory, endless loops, crashes), and only a
process can be ended at a bound. It gets the open file, not its path, and answers with one JSON value.
"""

from __future__ import annotations

import json
import logging
import os
import select
import signal
import stat
import subprocess
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, BinaryIO

from corpus.confinement import import_path
from corpus.cpr import mask_cpr
from corpus.errors import PersonalNumberFound, UnreadableDocument
from corpus.extracted import Extracted
from corpus.limits import MEGABYTE, Limits

_WORKER = Path(__file__).with_name("reading_worker.py")
_BLOCK = 1 << 16  # bytes
_OUT_OF_TIME = (-signal.SIGXCPU, -signal.SIGALRM)
_log = logging.getLogger(__name__)

TOO_SLOW = "tager for lang tid at læse. Del filen i flere, eller gem den igen fra det program, den er lavet i."
DAMAGED = "kan ikke læses; filen er beskadiget. Gem den igen fra det program, den er lavet i, og prøv igen."
TOO_LONG = "indeholder mere tekst, end der kan læses på én gang. Del filen i flere."


def read_file(path: Path, limits: Limits = Limits()) -> Extracted:
    """The text of a file of any known format, found by its content; the suffix says nothing.

    Raises UnreadableDocument when the file is missing, empty, damaged, protected, beyond the limits or of an unknown kind, and
    PersonalNumberFound when it holds a CPR number; both name the file, the reason and the remedy.
    """
    name = mask_cpr(path.name)
    with _opened(path, name, limits) as file:
        answer = _answer(file, limits)
    if "refused" in answer:
        error = PersonalNumberFound if answer["personal"] else UnreadableDocument
        raise error(f"{name} {answer['refused']}")
    extracted = Extracted.from_json(answer)
    suffix = _suffix_note(path, extracted.format)
    return replace(extracted, notes=(*suffix, *extracted.notes))


def _opened(path: Path, name: str, limits: Limits) -> BinaryIO:
    """The file opened for reading; a pipe or a device is no file and is never waited for."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise UnreadableDocument(f"{name} er en mappe. Vælg en fil.")
        if not stat.S_ISREG(found.st_mode):
            raise UnreadableDocument(f"{name} er ikke en almindelig fil. Vælg en fil.")
        if found.st_size > limits.file:
            raise UnreadableDocument(f"{name} er for stor: højst {limits.file // MEGABYTE} MB kan læses. Del filen i flere.")
        return path.open("rb")
    except FileNotFoundError as error:
        raise UnreadableDocument(f"{name} findes ikke. Kontrollér stien.") from error
    except (OSError, ValueError) as error:
        raise UnreadableDocument(f"{name} kan ikke åbnes. Kontrollér stien, og at du har lov til at læse filen.") from error


def _answer(file: BinaryIO, limits: Limits) -> dict[str, Any]:
    settings = {"path": import_path(), "limits": asdict(limits)}
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-B", str(_WORKER), json.dumps(settings)],
        stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/", start_new_session=True,
    )  # fmt: skip
    try:
        body = _gather(process, limits)
        if body is None:
            return {"refused": TOO_LONG, "personal": False}
        status = process.wait()
    finally:
        _end(process)
    if status == 0 and body:
        answer: dict[str, Any] = json.loads(body)
        return answer
    _log.info("the reader of a file ended with status %s", status)
    return {"refused": TOO_SLOW if status in _OUT_OF_TIME else DAMAGED, "personal": False}


def _gather(process: subprocess.Popen[bytes], limits: Limits) -> bytes | None:
    """All that the process writes, or None when that is more than allowed; it is ended where it outlives its own alarm."""
    assert process.stdout is not None
    body, deadline = bytearray(), time.monotonic() + limits.wall_for(limits.pages, limits.scanned) + 1
    written = select.poll()  # select.select knows no more than 1,024 open files
    written.register(process.stdout, select.POLLIN)
    while True:
        if not written.poll(1000 * max(0.0, deadline - time.monotonic())):
            os.kill(process.pid, signal.SIGALRM)
            return b""
        block = os.read(process.stdout.fileno(), _BLOCK)
        if not block:
            return bytes(body)
        body += block
        if len(body) > limits.output:
            return None


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process with all that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
    if process.stdout:
        process.stdout.close()


_SUFFIXES = {
    "pdf": (".pdf",), "docx": (".docx", ".docm", ".dotx"), "odt": (".odt", ".ott"), "html": (".html", ".htm", ".xhtml"),
    "text": (".txt", ".md", ".markdown", ".text", ""),
}  # fmt: skip


def _suffix_note(path: Path, format_: str) -> tuple[str, ...]:
    """Tells where a file is of another format than its name says."""
    suffix = path.suffix.lower()
    if suffix in _SUFFIXES[format_]:
        return ()
    return (f"Filen hedder {suffix or 'noget uden endelse'}, men er læst som {format_}.",)
