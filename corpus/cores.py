"""Work shared out among processes, one for each core of the machine."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, TypeVar

MOST = 8  # processes; each takes some 130 MB

Part = TypeVar("Part")
Result = TypeVar("Result")


class Interrupted(Exception):
    """A process that took part in the work has ended before its time; the message says so in Danish."""


def on_all_cores(work: Callable[[Part], Result], parts: Iterable[Part], begin: Callable[..., None], *given: Any) -> Iterator[Result]:
    """What work on each part gives, in order; each process first calls ``begin`` with what is given. It starts in a fresh interpreter.

    Raises Interrupted, and whatever the work raises.
    """
    pool = ProcessPoolExecutor(min(MOST, os.cpu_count() or 1), get_context("spawn"), _begin, (begin, given))  # the copy of a process that has threads may wait for ever
    try:
        yield from pool.map(work, parts)
    except BrokenProcessPool as error:
        raise Interrupted("En proces, der hjalp med arbejdet, blev stoppet undervejs. Det sker mest, når maskinen mangler hukommelse. Prøv igen.") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(begin: Callable[..., None], given: tuple[Any, ...]) -> None:
    """Begin in a process that ends with the one that started it, and that leaves it to that one to tell of a Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    begin(*given)


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
