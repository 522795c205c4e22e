"""Scanned pages, read by Tesseract with its Danish model where it is installed."""

from __future__ import annotations

import shutil
import subprocess

import pypdfium2

RESOLUTION = 300  # dots per inch
MOST_DOTS = 25_000_000  # of the picture of one page
LANGUAGE = "dan"
SECONDS = 60  # by the clock, for one page


class Scanner:
    """Reads pages of one PDF by their pictures; ``is_able`` tells whether the machine can, ``reason`` why not."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._command = shutil.which("tesseract")
        self.reason = "tekstgenkendelse med Tesseract og dansk er ikke installeret"
        self.is_able = self._command is not None and LANGUAGE in self._run("--list-langs").split()
        if self.is_able:
            self.reason = "der er ingen læselig tekst på dem"

    def text(self, number: int) -> str:
        """The text of a page by its number from 1; empty where there is none."""
        return self._run("stdin", "stdout", "-l", LANGUAGE, "--psm", "1", picture=self._picture(number))

    def _run(self, *arguments: str, picture: bytes = b"") -> str:
        assert self._command
        try:
            done = subprocess.run(
                [self._command, *arguments], input=picture, capture_output=True, timeout=SECONDS, env={"OMP_THREAD_LIMIT": "1", "LANG": "C.UTF-8"}, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return ""
        return done.stdout.decode("utf-8", "replace")

    def _picture(self, number: int) -> bytes:
        """A page as a grey picture in the format PGM, smaller where the page is huge."""
        with pypdfium2.PdfDocument(self._data) as document:
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(RESOLUTION / 72, (MOST_DOTS / max(1.0, width * height)) ** 0.5)
            bitmap = page.render(scale=scale, grayscale=True)
            rows = bytes(bitmap.buffer)
            lines = [rows[at * bitmap.stride:at * bitmap.stride + bitmap.width] for at in range(bitmap.height)]
            return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + b"".join(lines)
