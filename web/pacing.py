"""Work that gives way to answers: a thread that works for a moment and then rests for several.

Why: the threads of a process take turns, so one that opens a generation for a second takes every other turn. Each answer then takes twice
as long, and where much is asked, more comes in than is answered. Why a hook on calls: what is opened goes through all parts of an index,
and none of them should have to know of this.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

WORKS, RESTS = 0.002, 0.006  # seconds


@contextmanager
def giving_way() -> Iterator[None]:
    """Within, this thread rests at the first call after it has worked for a while; it takes some four times as long, and more where much is asked."""
    began = time.perf_counter()

    def look(frame: FrameType, event: str, argument: object) -> None:
        nonlocal began
        if time.perf_counter() - began > WORKS:
            time.sleep(RESTS)
            began = time.perf_counter()

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        yield
    finally:
        sys.setprofile(before)
