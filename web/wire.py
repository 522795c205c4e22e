"""The wire between the process that listens and those that answer: messages of a head, as JSON, and a body of bytes.

Why not pickle, which the standard library offers for this: what comes from others is only ever read as text and bytes.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
from typing import Any

_LENGTHS = struct.Struct("!II")  # bytes of the head and of the body

Head = dict[str, Any]


class WireClosed(Exception):
    """The other end is gone."""


class Wire:
    """One end of a pair of sockets; any thread may send, one receives."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._file = end.makefile("rb")
        self._lock = threading.Lock()

    def send(self, head: Head, body: bytes = b"") -> None:
        """Send a message.

        Raises WireClosed.
        """
        text = json.dumps(head).encode()
        try:
            with self._lock:
                self._end.sendall(b"".join((_LENGTHS.pack(len(text), len(body)), text, body)))
        except OSError as error:
            raise WireClosed from error

    def receive(self) -> tuple[Head, bytes]:
        """The next message, waited for.

        Raises WireClosed.
        """
        head, body = _LENGTHS.unpack(self._exactly(_LENGTHS.size))
        return json.loads(self._exactly(head)), self._exactly(body)

    def _exactly(self, size: int) -> bytes:
        try:
            data = self._file.read(size)
        except OSError as error:
            raise WireClosed from error
        if len(data) < size:
            raise WireClosed
        return data

    def end(self) -> None:
        """Let both ends know that nothing more will come."""
        try:
            self._end.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # the other end did

    def close(self) -> None:
        """Let go of this end; told by the thread that receives, or where none does."""
        self._file.close()
        with self._lock:
            self._end.close()
