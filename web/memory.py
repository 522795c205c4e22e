"""Memory: whether the process may use as much as answering needs, and how a service that goes on for months keeps to it.

Why it is asked before the libraries in C are loaded: they end without a word.
Why a generation is kept from the garbage collector: looking through it takes it hundreds of milliseconds, in which no question is
answered, and there is nothing to find: it lasts as long as the process. Looking would also write to pages that processes share.
"""

from __future__ import annotations

import ctypes
import gc
import resource
from collections.abc import Iterator
from contextlib import contextmanager, suppress

NEEDED = 900  # megabytes of addresses; a question takes about 810 of them, and fills 140


_ARENA_MAX, _MMAP_THRESHOLD, _TRIM_THRESHOLD = -8, -3, -1  # numbers of settings in malloc.h
_ARENAS = 2  # pools
_LARGE = 4 << 20  # bytes from which a block is the system's own, which takes it back at once; the largest that a question needs is below
_FREE = 8 << 20  # bytes that a pool may keep free for the next question: given back and fetched again they took a fifth of an answer's time


class TooLittleMemory(Exception):
    """The bound on memory is too low; the message says so in Danish."""


def demand_memory() -> None:
    """Raise TooLittleMemory where the process has been given too low a bound."""
    bound = resource.getrlimit(resource.RLIMIT_AS)[0]
    if bound != resource.RLIM_INFINITY and bound < NEEDED * 1_000_000:
        raise TooLittleMemory(f"Der er sat en grænse på {bound // 1_000_000} MB hukommelse. Tjenesten skal bruge {NEEDED} MB: hæv grænsen, fx med ulimit -v.")


@contextmanager
def lasting() -> Iterator[None]:
    """What is made within, before anything is asked, stays as long as the process: no collection looks through it."""
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def keep_compact() -> None:
    """Let all threads share a few pools of memory, and large blocks have none; glibc else keeps a pool for each thread, and holes in it."""
    with suppress(AttributeError, OSError):  # another library for C has its own ways
        set_ = ctypes.CDLL(None).mallopt
        set_(_ARENA_MAX, _ARENAS)
        set_(_MMAP_THRESHOLD, _LARGE)
        set_(_TRIM_THRESHOLD, _FREE)
