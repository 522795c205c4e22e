"""Counts calls for the bounds on how often one may ask, in memory that all processes that answer share.

Why not the storage of the library: it starts a thread at nearly every call, and each process would count for itself.
Why a table of a fixed size: processes can share no other, and a flood from many addresses must not fill the memory. Where all places for
a key are taken, the count that is over first gives way. Keys are kept as checksums, so no address is in it.
"""

from __future__ import annotations

import mmap
import multiprocessing
import struct
import time
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from limits.storage import Storage

_PLACE = struct.Struct("=8sdI")  # checksum of a key, the time of the clock when its count is over, the count
SETS, PLACES = 4096, 8  # groups of places, and the places in each; a key has one group
_SIZE = SETS * PLACES * _PLACE.size
MOST = 2**32 - 1


class Counts(Storage):
    """Counts by key, each forgotten when its time is over; copies of the process made later share them."""

    STORAGE_SCHEME = ["counts"]

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)
        self._lock = multiprocessing.get_context("fork").Lock()
        self._table = mmap.mmap(-1, _SIZE)

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        """None: memory does not fail."""
        return ()

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """The count with ``amount`` more; one that begins now is over in ``expiry`` seconds."""
        now, mark = time.time(), _mark(key)
        with self._lock:
            at, end, count = self._find(mark)
            if not now < end <= now + expiry:  # over, another's, or the clock was turned back
                end, count = now + expiry, 0
            count = min(count + amount, MOST)
            _PLACE.pack_into(self._table, at, mark, end, count)
            return count

    def get(self, key: str) -> int:
        """The count, 0 where there is none or it is over."""
        now = time.time()
        with self._lock:
            _, end, count = self._find(_mark(key))
        return count if now < end else 0

    def get_expiry(self, key: str) -> float:
        """When the count is over, by the clock; now where there is none."""
        now = time.time()
        with self._lock:
            _, end, _ = self._find(_mark(key))
        return end or now

    def check(self) -> bool:
        """True: memory is always there."""
        return True

    def reset(self) -> int:
        """Forget all counts; returns how many there were."""
        with self._lock:
            many = sum(count > 0 for _, _, _, count in self._places(range(0, _SIZE, _PLACE.size)))
            self._table[:] = bytes(_SIZE)
        return many

    def clear(self, key: str) -> None:
        """Forget one count."""
        mark = _mark(key)
        with self._lock:
            at, end, _ = self._find(mark)
            if end:
                _PLACE.pack_into(self._table, at, bytes(8), 0.0, 0)

    def _find(self, mark: bytes) -> tuple[int, float, int]:
        """The place of a key, the end of its count and the count; both 0 for a key without one, whose place is that of the count that is over first."""
        first = int.from_bytes(mark, "big") % SETS * PLACES * _PLACE.size
        free, soonest = first, float("inf")
        for at, other, end, count in self._places(range(first, first + PLACES * _PLACE.size, _PLACE.size)):
            if other == mark and count:
                return at, end, count
            if end < soonest:
                free, soonest = at, end
        return free, 0.0, 0

    def _places(self, starts: range) -> Iterator[tuple[int, bytes, float, int]]:
        for at in starts:
            yield (at, *_PLACE.unpack_from(self._table, at))


def _mark(key: str) -> bytes:
    return blake2b(key.encode(), digest_size=8).digest()
