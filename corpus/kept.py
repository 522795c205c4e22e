"""Remembers what was worked out for words or numbers, within a bound.

Why not ``functools.lru_cache`` over a method: the cache belongs to the class, so it keeps every object it was asked through, and with it
each generation of the data that a running service has ever opened.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")
Key = TypeVar("Key", str, int)


class Kept(Generic[Value]):
    """Values by word or number; when there are ``most`` it begins anew."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[str | int, Value] = {}

    def get(self, key: Key, work_out: Callable[[Key], Value]) -> Value:
        """The value of a word or number, worked out the first time."""
        try:
            return self._values[key]
        except KeyError:
            if len(self._values) >= self._most:
                self._values = {}
            value = self._values[key] = work_out(key)
            return value
