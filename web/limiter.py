"""How often one visitor may ask, and how often one may fetch anything at all.

Why a visitor is a name where people log in: behind a proxy all come from one address.
"""

from __future__ import annotations

import logging
import threading
import time

from flask import current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.storage import Storage

from web.access import login_name

QUESTION_LIMIT = "QUESTION_LIMIT"
MANY = "600 per minute"  # a whole school may share one address, a batch may use the API; only floods are stopped

EVERY_LIMIT = "EVERY_LIMIT"
FORGETS = 60.0  # seconds between two looks at which counts are over
MOST = "6000 per minute"  # anything at all, styles and pictures among it


def _visitor() -> str:
    return login_name() or get_remote_address()


def every_limit() -> str:
    """The limit in force for all requests of a visitor together."""
    limit: str = current_app.config[EVERY_LIMIT]
    return limit


class Counts(Storage):  # type: ignore[misc]
    """Counts of the windows of time that are going on, in memory.

    Why not the storage in memory of the limits library: it starts a thread for nearly every request, to forget what is over.
    """

    STORAGE_SCHEME = ["counts"]

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: str) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)
        self._lock = threading.Lock()
        self._counts: dict[str, tuple[int, float]] = {}  # how many, and when that ends
        self._next_look = 0.0

    @property
    def base_exceptions(self) -> type[Exception]:
        """What may go wrong in counting: nothing of its own."""
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count up and give the count; what is over is forgotten now and then."""
        now = time.time()
        with self._lock:
            if now >= self._next_look:
                self._next_look = now + FORGETS
                self._counts = {name: held for name, held in self._counts.items() if held[1] > now}
            count, ends = self._counts.get(key, (0, 0.0))
            self._counts[key] = (count + amount, ends) if ends > now else (amount, now + expiry)
            return self._counts[key][0]

    def get(self, key: str) -> int:
        """The count of a window that is going on, else 0."""
        count, ends = self._counts.get(key, (0, 0.0))
        return count if ends > time.time() else 0

    def get_expiry(self, key: str) -> float:
        """When a window ends, in seconds since 1970; now where none is going on."""
        return max(self._counts.get(key, (0, 0.0))[1], time.time())

    def check(self) -> bool:
        """True: memory is always there."""
        return True

    def clear(self, key: str) -> None:
        """Forget one count."""
        with self._lock:
            self._counts.pop(key, None)

    def reset(self) -> int:
        """Forget all counts, and say how many there were."""
        with self._lock:
            forgotten, self._counts = len(self._counts), {}
        return forgotten


limiter = Limiter(_visitor, application_limits=[every_limit], storage_uri="counts://", headers_enabled=True)

logging.getLogger("flask-limiter").disabled = True  # it would write addresses


def question_limit() -> str:
    """The limit in force for questions."""
    limit: str = current_app.config[QUESTION_LIMIT]
    return limit
