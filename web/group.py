"""The processes of one generation as those see them who hand them requests: each over a wire, many requests at once."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from itertools import count
from queue import SimpleQueue
from typing import IO

from web.wire import Head, Wire, WireClosed

ENDS = 5.0  # seconds for a process to end by itself
PART = 1 << 20  # bytes of a body that are handed over at a time
NOT_STARTED = "De processer, der skal svare, kunne ikke startes. Se, hvad tjenesten har skrevet, og prøv igen."

Message = tuple[Head, bytes]


class ProcessError(Exception):
    """No process can answer; the message says why and what to do, in Danish."""


class Answering:
    """One process that answers, as the threads that hand it requests see it."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.is_alive = True
        self._numbers = count()
        self._lock = threading.Lock()
        self._asked: dict[int, SimpleQueue[Message | None]] = {}
        self._receiving = threading.Thread(target=self._receive, daemon=True)

    @property
    def busy(self) -> int:
        """How many requests it has not answered yet."""
        return len(self._asked)

    def start(self, tell: Callable[[str], None]) -> str:
        """Wait until it can answer; returns its generation. ``tell`` is told what it does meanwhile.

        Raises ProcessError when it cannot.
        """
        while True:
            try:
                head, _ = self.wire.receive()
            except WireClosed as error:
                raise ProcessError(NOT_STARTED) from error
            if "problem" in head:
                raise ProcessError(head["problem"])
            if "ready" in head:
                self._receiving.start()
                return str(head["ready"])
            tell(head["tells"])

    def end(self) -> None:
        """Let it end: it has nothing more to answer."""
        self.wire.end()
        if not self._receiving.is_alive():
            self.wire.close()

    def begin(self) -> int:
        """The number of a new request, counted as asked from now on."""
        with self._lock:
            number = next(self._numbers)
            self._asked[number] = SimpleQueue()
            return number

    def ask(self, number: int, environ: dict[str, str], body: IO[bytes]) -> Generator[Message]:
        """Hand over a request; returns the messages of its answer, none or not all where the process dies of it.

        Raises WireClosed when the process is gone already and knows nothing of the request.
        """
        head: Head = {"number": number, "environ": environ}
        try:
            part = body.read(PART)
            while rest := body.read(PART):
                self.wire.send({**head, "is_whole": False}, part)
                part, head = rest, {"number": number}
            self.wire.send({**head, "is_whole": True}, part)
        except WireClosed:
            self.is_alive = False
            if "environ" in head:
                self._forget(number)
                body.seek(0)
                raise
        except BaseException:
            self._forget(number)
            raise
        return self._messages(number)

    def _messages(self, number: int) -> Generator[Message]:
        try:
            while (message := self._asked[number].get()) is not None:
                yield message
                if message[0]["is_last"]:
                    return
        finally:
            self._forget(number)

    def _forget(self, number: int) -> None:
        with self._lock:
            del self._asked[number]

    def _receive(self) -> None:
        try:
            while True:
                head, part = self.wire.receive()
                if answers := self._asked.get(head["number"]):
                    answers.put((head, part))
        except WireClosed:
            self.is_alive = False
            with self._lock:
                left = list(self._asked.values())
            for answers in left:
                answers.put(None)
            self.wire.close()


@dataclass(frozen=True)
class Group:
    """The processes of one generation; ``process`` is the one that the others are copies of."""

    process: subprocess.Popen[bytes]
    members: tuple[Answering, ...]
    generation: str

    @property
    def is_whole(self) -> bool:
        """Whether all of them live."""
        return all(member.is_alive for member in self.members)

    def end(self, within: float) -> None:
        """Let them end when they have answered what they were asked, or the time is up."""
        until = time.monotonic() + within
        while time.monotonic() < until and any(member.is_alive and member.busy for member in self.members):
            time.sleep(0.05)
        for member in self.members:
            member.end()
        try:
            self.process.wait(ENDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
