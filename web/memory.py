"""Whether the process may use as much memory as answering needs, asked before the libraries in C are loaded: they end without a word."""

from __future__ import annotations

import resource

NEEDED = 900  # megabytes of addresses; a question takes about 810 of them, and fills 140


class TooLittleMemory(Exception):
    """The bound on memory is too low; the message says so in Danish."""


def demand_memory() -> None:
    """Raise TooLittleMemory where the process has been given too low a bound."""
    bound = resource.getrlimit(resource.RLIMIT_AS)[0]
    if bound != resource.RLIM_INFINITY and bound < NEEDED * 1_000_000:
        raise TooLittleMemory(f"Der er sat en grænse på {bound // 1_000_000} MB hukommelse. Tjenesten skal bruge {NEEDED} MB: hæv grænsen, fx med ulimit -v.")
