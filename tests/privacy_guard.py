"""Watches the whole run of the tests: nothing reaches beyond this machine, and nothing that was planted stays anywhere.

What is planted: CPR numbers and words of questions. They may stand in files that the tests themselves write, and nowhere else: not in
what is printed or logged, and not in any file that the product or a process it started has written.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parent
REPOSITORY = TESTS.parent
PLANTED = ("010203-1234", "0102031234", "hemmeligtord")
PRODUCT = tuple(str(REPOSITORY / package) + os.sep for package in ("corpus", "graph", "ontology", "search", "web"))
_OURS = str(TESTS) + os.sep

written_by_tests: set[str] = set()
told: list[str] = []  # tests whose output held something planted
by_workers: list[str] = []  # what the workers of a divided run found
_state = threading.local()


def note_writing(event: str, arguments: tuple[Any, ...]) -> None:
    """Note the files that tests write themselves; what the product writes on the way is not theirs."""
    if event != "open" or getattr(_state, "is_noting", False):
        return
    path, mode, flags = arguments
    if not (flags or 0) & (os.O_WRONLY | os.O_RDWR) or not isinstance(path, (str, os.PathLike)):
        return
    _state.is_noting = True
    try:
        if _writer() == _OURS:
            written_by_tests.add(os.path.abspath(path))
    finally:
        _state.is_noting = False


def _writer() -> str:
    """The nearest frame that is the product's or the tests'."""
    frame: Any = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(PRODUCT):
            return "product"
        if name.startswith(_OURS):
            return _OURS
        frame = frame.f_back
    return ""


def planted_in(text: str | bytes) -> str | None:
    """The first planted thing in a text or the bytes of a file."""
    data = text.encode("utf-8", "replace") if isinstance(text, str) else text
    return next((word for word in PLANTED if word.encode() in data), None)


def leaks(folder: Path) -> list[str]:
    """The files below a folder, written by anything but a test, that hold something planted."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink() and str(path) not in written_by_tests and planted_in(path.read_bytes()):
            found.append(str(path))
    return found
