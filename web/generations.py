"""Generations: each build is a folder that never changes; CURRENT names the one in use.

Why: a reader never meets half a build. The new folder is written beside the others, synced to disk, renamed, and only then
named in CURRENT by an atomic replace; a build killed at any moment leaves the old generation in use.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

FORMAT = 1
KEPT = 3  # generations that stay, the current one among them
_CURRENT = "CURRENT"
_MANIFEST = "manifest.json"


class GenerationError(Exception):
    """There is no usable generation; the message says why and what to do, in Danish."""


def current(data: Path) -> Path:
    """The folder of the generation in use, every file checked against its manifest.

    Raises GenerationError when none is built, or when a file is missing or damaged.
    """
    pointer = data / _CURRENT
    if not pointer.exists():
        raise GenerationError(f"Der er ikke bygget noget i {data}. Kør »trivsel build«.")
    folder = data / pointer.read_text(encoding="utf-8").strip()
    verify(folder)
    return folder


def verify(folder: Path) -> None:
    """Check every file of a generation against the sha256 in its manifest.

    Raises GenerationError naming the first file that differs.
    """
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GenerationError(f"Generationen {folder.name} mangler eller kan ikke læses. Kør »trivsel build«, så laves den igen.") from error
    if manifest.get("format") != FORMAT:
        raise GenerationError(f"Generationen {folder.name} er lavet af en anden udgave af programmet. Kør »trivsel build«.")
    for name, wanted in manifest["files"].items():
        path = folder / name
        if not path.is_file() or _digest(path) != wanted:
            raise GenerationError(f"Filen {name} i {folder.name} er beskadiget. Kør »trivsel build«, så laves den igen.")


def publish(data: Path, write: Callable[[Path], None]) -> Path:
    """Let ``write`` fill a new folder, then make it the current generation; returns its folder.

    Raises GenerationError when another build runs or the folder cannot be written.
    """
    try:
        data.mkdir(parents=True, exist_ok=True)
        with _only_writer(data):
            return _publish(data, write)
    except OSError as error:
        raise GenerationError(f"Der kan ikke skrives i {data} ({error.strerror}). Kontrollér plads og rettigheder, og prøv igen.") from error


def _publish(data: Path, write: Callable[[Path], None]) -> Path:
    for orphan in data.glob(".tmp-*"):
        shutil.rmtree(orphan, ignore_errors=True)
    number = 1 + max((int(folder.name.removeprefix("gen-")) for folder in data.glob("gen-*")), default=0)
    work = data / f".tmp-{number}"
    work.mkdir()
    write(work)
    files = sorted(path for path in work.rglob("*") if path.is_file())
    digests = {path.relative_to(work).as_posix(): _digest(path) for path in files}
    (work / _MANIFEST).write_text(json.dumps({"format": FORMAT, "files": digests}, indent=1), encoding="utf-8")
    for path in [*files, work / _MANIFEST, *(path for path in work.rglob("*") if path.is_dir()), work]:
        _sync(path)
    folder = data / f"gen-{number}"
    work.rename(folder)
    _sync(data)
    pointer = data / ".cur"
    pointer.write_text(folder.name, encoding="utf-8")
    _sync(pointer)
    pointer.replace(data / _CURRENT)
    _sync(data)
    _forget_old(data, folder)
    return folder


@contextmanager
def _only_writer(data: Path) -> Iterator[None]:
    with open(data / ".lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise GenerationError("En anden bygning er i gang i samme mappe. Vent, til den er færdig.") from error
        yield


def _forget_old(data: Path, kept: Path) -> None:
    folders = sorted(data.glob("gen-*"), key=lambda folder: int(folder.name.removeprefix("gen-")))
    for folder in folders[:-KEPT]:
        if folder != kept:
            shutil.rmtree(folder, ignore_errors=True)


def _digest(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
