"""Remembers what was worked out for words, within a bound.

Why not ``functools.lru_cache`` over a method: the cache belongs to the class, so it keeps every object it was asked through, and with it
each generation of the data that a running service has ever opened.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Values by word; when there are ``most`` it begins anew."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[str, Value] = {}

    def get(self, word: str, work_out: Callable[[str], Value]) -> Value:
        """The value of a word, worked out the first time."""
        try:
            return self._values[word]
        except KeyError:
            if len(self._values) >= self._most:
                self._values = {}
            value = self._values[word] = work_out(word)
            return value
