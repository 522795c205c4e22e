"""How much of a file is read before it is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Expect = Callable[[int, int], None]  # told the number of pages and of scanned pages before they are read

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Bounds for one file; sizes in bytes, times in seconds of the processor unless they say ``wall``.

    ``ratio`` bounds how many times its packed size a member of a package may unpack to. Reading a page adds ``page_seconds``
    to ``seconds``, reading a scanned page adds ``scan_seconds`` of wall time. The process is ended after ``wall`` times
    the seconds it may use.
    """

    file: int = 50 * MEGABYTE
    unpacked: int = 200 * MEGABYTE
    ratio: int = 100
    pages: int = 2_000
    scanned: int = 100
    characters: int = 20_000_000
    pieces: int = 200_000
    output: int = 200 * MEGABYTE
    memory: int = 1 << 30
    seconds: float = 30
    page_seconds: float = 0.15
    scan_seconds: float = 20
    wall: float = 2

    def seconds_for(self, pages: int) -> float:
        """The processor time that a file of so many pages may use."""
        return self.seconds + self.page_seconds * pages

    def wall_for(self, pages: int, scanned: int = 0) -> float:
        """The time by the clock that a file of so many pages, some of them scanned, may use."""
        return self.wall * self.seconds_for(pages) + self.scan_seconds * min(scanned, self.scanned)
