"""Counts calls in the memory of the process, for the bounds on how often one may ask.

Why not the storage of the library: it starts a thread at nearly every call, to forget what is over, and two calls at once may start the same
thread, which ends one of them in an error.
"""

from __future__ import annotations

import threading
import time
from typing import Any

from limits.storage import Storage

SWEEPS = 60.0  # seconds between two looks for counts that are over


class Counts(Storage):
    """Counts by key, each forgotten when its time is over."""

    STORAGE_SCHEME = ["counts"]

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)
        self._lock = threading.Lock()
        self._counts: dict[str, tuple[int, float]] = {}  # with the time of the clock when it is over
        self._next_sweep = 0.0

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        """None: memory does not fail."""
        return ()

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """The count with ``amount`` more; one that begins now is over in ``expiry`` seconds."""
        now = time.time()
        with self._lock:
            self._sweep(now)
            count, end = self._counts.get(key, (0, 0.0))
            if not now < end <= now + expiry:  # over, or the clock was turned back
                count, end = 0, now + expiry
            self._counts[key] = (count + amount, end)
            return count + amount

    def get(self, key: str) -> int:
        """The count, 0 where there is none or it is over."""
        count, end = self._counts.get(key, (0, 0.0))
        return count if time.time() < end else 0

    def get_expiry(self, key: str) -> float:
        """When the count is over, by the clock; now where there is none."""
        return self._counts.get(key, (0, time.time()))[1]

    def check(self) -> bool:
        """True: memory is always there."""
        return True

    def reset(self) -> int:
        """Forget all counts; returns how many there were."""
        with self._lock:
            many, self._counts = len(self._counts), {}
        return many

    def clear(self, key: str) -> None:
        """Forget one count."""
        with self._lock:
            self._counts.pop(key, None)

    def _sweep(self, now: float) -> None:
        if now >= self._next_sweep:
            self._counts = {key: (count, end) for key, (count, end) in self._counts.items() if now < end}
            self._next_sweep = now + SWEEPS
