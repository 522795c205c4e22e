"""Counts calls for the bounds on how often one may ask, in memory that all processes that answer share.

Why a table of a fixed size: processes can share no other, and a flood from many addresses must not fill the memory. Where all places for
a key are taken, the count that is over first gives way. Keys are kept as checksums, so no address is in it.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import struct
import threading
import time
from collections.abc import Hashable
from hashlib import blake2b
from tempfile import mkstemp
from weakref import finalize

_PLACE = struct.Struct("=8sdI")  # checksum of a key, when its count is over by a clock that nobody sets, the count
SETS, PLACES = 4096, 8  # groups of places, and the places in each; a key has one group
_GROUP = PLACES * _PLACE.size
MOST = 2**32 - 1


class Counts:
    """Counts by key; each begins anew ``seconds`` after its first call. Copies of the process made later share them."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()  # of threads; processes lock a file without a name: the system lets go of what a dead one held
        self._file, name = mkstemp()
        os.unlink(name)
        finalize(self, os.close, self._file)
        self._table = mmap.mmap(-1, SETS * _GROUP)

    def add(self, key: Hashable) -> tuple[int, float]:
        """The count with one more, and in how many seconds it is over."""
        now = time.monotonic()
        mark = blake2b(repr(key).encode(), digest_size=8).digest()
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                at, end, count = self._find(mark)
                if now >= end:
                    end, count = now + self._seconds, 0
                count = min(count + 1, MOST)
                _PLACE.pack_into(self._table, at, mark, end, count)
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)
        return count, end - now

    def _find(self, mark: bytes) -> tuple[int, float, int]:
        """The place of a key, when its count is over and the count; for a key without one the place of the count that is over first, and 0."""
        first = int.from_bytes(mark, "big") % SETS * _GROUP
        free, soonest = first, float("inf")
        for at in range(first, first + _GROUP, _PLACE.size):
            other, end, count = _PLACE.unpack_from(self._table, at)
            if other == mark:
                return at, end, count
            if end < soonest:
                free, soonest = at, end
        return free, 0.0, 0
