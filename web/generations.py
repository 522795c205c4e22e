"""Generations: each build is a folder that never changes; CURRENT names the one in use.

Why: a reader never meets half a build. The new folder is written beside the others, synced to disk, renamed, and only then
named in CURRENT by an atomic replace; a build killed at any moment leaves the old generation in use.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from web.reasons import reason

FORMAT = 7
KEPT = 3  # generations that stay, the current one among them
Discard = Callable[[Path], None]
_CURRENT = "CURRENT"
_MANIFEST = "manifest.json"
_NAME = re.compile(r"gen-\d+")


class GenerationError(Exception):
    """There is no usable generation; the message says why and what to do, in Danish."""


def is_built(data: Path) -> bool:
    """True where a generation has been put in use, whatever its state."""
    return (data / _CURRENT).exists()


def current(data: Path) -> Path:
    """The folder of the generation in use, every file checked against its manifest.

    Raises GenerationError when none is built, or when a file is missing or damaged.
    """
    name = named(data)
    verify(data / name)
    return data / name


def named(data: Path) -> str:
    """The name of the generation in use, its files not looked at.

    Raises GenerationError when none is built.
    """
    try:
        name = (data / _CURRENT).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise GenerationError(f"Der er ikke bygget noget i {data}. Kør »trivsel build«.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise GenerationError(f"Filen {_CURRENT} i {data} kan ikke læses. Kør »trivsel build«, så laves den igen.") from error
    if not _NAME.fullmatch(name):
        raise GenerationError(f"Filen {_CURRENT} i {data} nævner ingen generation. Kør »trivsel build«, så laves den igen.")
    return name


def part(data: Path, name: str) -> Path | None:
    """A file or folder within the generation in use, all its files checked; None where there is none that is whole."""
    try:
        generation = data / named(data)
        verify(generation, name)
    except GenerationError:
        return None
    return generation / name


def verify(folder: Path, below: str = "") -> None:
    """Check every file of a generation, or one of them or those of one folder, against the sha256 in its manifest.

    Raises GenerationError naming the first file that differs.
    """
    for name, wanted in _manifest(folder).items():
        if (not below or name == below or name.startswith(f"{below}/")) and _digest_of(folder / name) != wanted:
            raise GenerationError(f"Filen {name} i {folder.name} er beskadiget. Kør »trivsel build«, så laves den igen.")


def _manifest(folder: Path) -> dict[str, str]:
    """The sha256 of each file of a generation."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        format_, files = manifest["format"], manifest["files"]
        names = {str(name): str(digest) for name, digest in files.items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise GenerationError(f"Generationen {folder.name} mangler eller kan ikke læses. Kør »trivsel build«, så laves den igen.") from error
    if format_ != FORMAT:
        raise GenerationError(f"Generationen {folder.name} er lavet af en anden udgave af programmet. Kør »trivsel build«.")
    return names


def remove(folder: Path) -> None:
    """Remove a folder."""
    shutil.rmtree(folder, ignore_errors=True)


def publish(data: Path, write: Callable[[Path], None], discard: Discard = remove) -> Path:
    """Let ``write`` fill a new folder, then make it the current generation; returns its folder.

    ``discard`` removes generations that are not kept and folders that builds left; it raises GenerationError when it cannot yet.

    Raises GenerationError when another build runs, the folder cannot be written, or what a build left cannot be removed.
    """
    try:
        data.mkdir(parents=True, exist_ok=True)
        with _only_writer(data):
            return _publish(data, write, discard)
    except OSError as error:
        raise GenerationError(f"Der kan ikke skrives i {data} ({reason(error)}). Kontrollér plads og rettigheder, og prøv igen.") from error


def _publish(data: Path, write: Callable[[Path], None], discard: Discard) -> Path:
    for orphan in data.glob(".tmp-*"):
        discard(orphan)
    number = 1 + max((_number(folder) for folder in _generations(data)), default=0)
    work = data / f".tmp-{number}"
    work.mkdir()
    try:
        write(work)
        _seal(work)
    except BaseException:
        with suppress(GenerationError):  # the next build tries again
            discard(work)
        raise
    folder = data / f"gen-{number}"
    work.rename(folder)
    _sync(data)
    pointer = data / ".cur"
    pointer.write_text(folder.name, encoding="utf-8")
    _sync(pointer)
    pointer.replace(data / _CURRENT)
    _sync(data)
    for old in _generations(data)[:-KEPT]:
        with suppress(GenerationError):  # the next build tries again
            discard(old)
    return folder


def _seal(work: Path) -> None:
    """Write the manifest and sync everything to disk."""
    files = sorted(path for path in work.rglob("*") if path.is_file())
    digests = {path.relative_to(work).as_posix(): _digest(path) for path in files}
    (work / _MANIFEST).write_text(json.dumps({"format": FORMAT, "files": digests}, indent=1), encoding="utf-8")
    for path in [*files, work / _MANIFEST, *(path for path in work.rglob("*") if path.is_dir()), work]:
        _sync(path)


def _generations(data: Path) -> list[Path]:
    """The folders of generations, oldest first; the newest is the one in use."""
    return sorted((path for path in data.glob("gen-*") if _NAME.fullmatch(path.name)), key=_number)


def _number(folder: Path) -> int:
    return int(folder.name.removeprefix("gen-"))


@contextmanager
def _only_writer(data: Path) -> Iterator[None]:
    with open(data / ".lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise GenerationError("En anden bygning er i gang i samme mappe. Vent, til den er færdig.") from error
        yield


def _digest_of(path: Path) -> str | None:
    """The sha256 of a file, None where it cannot be read."""
    try:
        return _digest(path)
    except OSError:
        return None


def _digest(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
