"""Bounds for a process that handles what strangers wrote: no network, no files written, little memory, an end to its time."""

from __future__ import annotations

import math
import os
import signal
import sys
from pathlib import Path

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
MOST_OPEN_FILES = 64
BEHIND = 5  # steps of priority below the processes that answer people
_BEFORE = os.getpriority(os.PRIO_PROCESS, 0) if hasattr(os, "getpriority") else 0


def import_path() -> list[str]:
    """Where a process started without site packages finds our packages and those we use.

    Why our own root is named: an installation for development reaches it by a hook that such a process does not have.
    """
    return [str(Path(__file__).parents[1]), *(os.path.abspath(entry) for entry in sys.path if entry)]


def leave_network() -> None:
    """Enter a network namespace without devices, where the system permits it."""
    import ctypes

    try:
        library = ctypes.CDLL(None, use_errno=True)
        for flags in (CLONE_NEWNET, CLONE_NEWUSER | CLONE_NEWNET):
            if library.unshare(flags) == 0:
                return
    except (OSError, AttributeError):
        return


def stand_back() -> None:
    """Let what answers people go before this thread and what it starts, where both want the processor; told again it changes nothing."""
    try:
        os.setpriority(os.PRIO_PROCESS, 0, min(_BEFORE + BEHIND, 19))  # of the calling thread, on Linux
    except (AttributeError, OSError):
        return


def limit_memory(extra: int) -> None:
    """Allow ``extra`` bytes beyond what is in use now, and leave no core file."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as statm:
            used = int(statm.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + extra, used + extra))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return


def limit_files() -> None:
    """Let the process write to no file, and open few."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_OPEN_FILES, MOST_OPEN_FILES))
    except (ImportError, OSError, ValueError):
        return


def limit_time(seconds: float, wall: float) -> None:
    """End the process after ``seconds`` of the processor or ``wall`` seconds by the clock; a later call sets new bounds.

    Why no handler: a library written in C may never return to run one; the signals end the process by themselves.
    """
    try:
        import resource

        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds), hard))
        signal.setitimer(signal.ITIMER_REAL, wall)
    except (ImportError, OSError, ValueError):
        return
