"""The processes that answer: started, handed requests one by one, replaced when a newer generation is built or one of them has died.

Why the old ones go on when the newer generation cannot be opened: half a disk is no reason to stop answering. /ready says what is wrong.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterable
from contextlib import ExitStack
from dataclasses import replace
from queue import SimpleQueue
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from web.answering import PROBLEM
from web.generations import GenerationError, named
from web.group import NOT_STARTED, Answering, Group, Message, ProcessError
from web.reasons import reason
from web.settings import Settings
from web.wire import Head, Wire, WireClosed

LOOKS = 1.0  # seconds between two looks at which generation is in use, and whether all processes live
TRIES = 15.0  # seconds before what could not be opened is tried again
LINGERS = 120.0  # seconds in which what was asked of processes that have been replaced is still answered: an editor's document may take a minute
QUERIES, HEALTH = "/sparql", "/health"  # where queries are asked, and whether the service lives
SMALL = 4 << 20  # bytes up to which an answer is kept in memory
_COMMAND = [sys.executable, "-P", "-c", "from web.answering import main; main()"]
_NOT_READY = "Tjenesten er ved at starte igen. Vent et øjeblik, og prøv igen.".encode()
_LIVES = b'{"status":"ok"}'
_NOT_READY_HEADERS = [("Content-Type", "text/plain; charset=utf-8"), ("Retry-After", "5"), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # processes use the cores; threads of a library would wait for each other

_log = logging.getLogger(__name__)


class Processes:
    """A WSGI application that hands each request to the least busy process over the newest usable generation."""

    def __init__(self, settings: Settings, threads: int, tell: Callable[[str], None]) -> None:
        """Start the first processes; each answers up to ``threads`` requests at once, and ``tell`` is told what is done before.

        Raises ProcessError when there is no usable generation and none can be built.
        """
        self._settings, self._threads = settings, threads
        self._key = secrets.token_hex(32)
        self._lock, self._changing = threading.Lock(), threading.Lock()
        self._closing = threading.Event()
        self._problem, self._is_queried = "", False
        self._replaced: SimpleQueue[Group] = SimpleQueue()
        self._group = self._started(tell)
        for task in (self._look_on, self._end_replaced):
            threading.Thread(target=task, daemon=True).start()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        """Answer a request."""
        plain = {name: value for name, value in environ.items() if isinstance(value, str)}
        if self._problem:
            plain[PROBLEM] = self._problem
        self._is_queried = self._is_queried or plain["PATH_INFO"] == QUERIES
        messages = self._handed_over(plain, environ["wsgi.input"])
        answer = _whole(messages) if messages else None
        if answer is None:
            is_asked_to_live = plain["PATH_INFO"] == HEALTH
            start_response("200 OK" if is_asked_to_live else "503 SERVICE UNAVAILABLE", _NOT_READY_HEADERS)
            return [_LIVES if is_asked_to_live else _NOT_READY]
        head, body = answer
        if head.get("renew"):
            self._renew()
        start_response(head["status"], [(name, value) for name, value in head["headers"]])
        return [body] if isinstance(body, bytes) else environ["wsgi.file_wrapper"](body)

    def close(self) -> None:
        """End all processes at once."""
        self._closing.set()
        self._group.end(0)

    def _handed_over(self, environ: dict[str, str], body: IO[bytes]) -> Generator[Message] | None:
        """The messages that answer a request, from the least busy process; None where none lives."""
        while True:
            with self._lock:
                living = [member for member in self._group.members if member.is_alive]
                if not living:
                    return None
                member = min(living, key=lambda member: member.busy)
                number = member.begin()
            try:
                return member.ask(number, environ, body)
            except WireClosed:
                continue  # another takes it

    def _look_on(self) -> None:
        while not self._closing.wait(LOOKS):
            if self._is_behind() and not self._renew():
                self._closing.wait(TRIES)

    def _end_replaced(self) -> None:
        while True:
            self._replaced.get().end(LINGERS)

    def _is_behind(self) -> bool:
        if not self._group.is_whole:
            return True
        try:
            is_behind = named(self._settings.data) != self._group.generation
        except GenerationError as error:
            self._tell(str(error))
            return False
        if not is_behind:
            self._problem = ""
        return is_behind

    def _renew(self) -> bool:
        """Put processes over the generation in use in the place of others; False where they cannot start, which is told."""
        with self._changing:
            if self._closing.is_set() or not self._is_behind():
                return True
            try:
                is_answered = any(member.is_alive for member in self._group.members)
                newer = self._started(lambda stage: None, instead_of=self._group.generation if is_answered else "")
            except ProcessError as error:
                self._tell(str(error))
                return False
            with self._lock:
                older, self._group, self._problem = self._group, newer, ""
        self._replaced.put(older)
        return True

    def _started(self, tell: Callable[[str], None], instead_of: str = "") -> Group:
        """Processes over the generation in use; those that come in the place of others stand back while they open it.

        Raises ProcessError.
        """
        with ExitStack() as opened:
            try:
                pairs = [tuple(map(opened.enter_context, socket.socketpair())) for _ in range(self._settings.processes)]
                members = tuple(Answering(Wire(own.dup())) for own, _ in pairs)
                ends = [end.fileno() for _, end in pairs]
                process = subprocess.Popen([*_COMMAND, *map(str, ends)], pass_fds=ends, stdin=subprocess.DEVNULL, process_group=0, env={**os.environ, **_ONE_THREAD})
            except OSError as error:
                raise ProcessError(f"Der kan ikke startes en ny proces ({reason(error)}). Luk andre programmer, eller hæv grænserne, og prøv igen.") from error
        group = Group(process, members, instead_of)
        try:
            members[0].wire.send({"key": self._key, "threads": self._threads, "instead_of": instead_of, "is_queried": self._is_queried})
            return replace(group, generation=[member.start(tell) for member in members][0])
        except (ProcessError, WireClosed, RuntimeError) as error:
            group.end(0)
            raise error if isinstance(error, ProcessError) else ProcessError(NOT_STARTED) from error

    def _tell(self, problem: str) -> None:
        if problem != self._problem:
            state = "den gamle svarer stadig" if any(member.is_alive for member in self._group.members) else "og ingen svarer"
            _log.error("Den nyeste generation kan ikke tages i brug, %s: %s", state, problem)
        self._problem = problem


def _whole(messages: Generator[Message]) -> tuple[Head, bytes | IO[bytes]] | None:
    """The head of an answer and all of its body, in a file where it comes in parts; None where it does not come whole or cannot be kept.

    Why a file: a client that reads slowly then holds none of the threads that hand over requests.
    """
    head, part = next(messages, ({"is_last": False}, b""))
    if head["is_last"]:
        messages.close()
        return head, part
    body = SpooledTemporaryFile(SMALL)
    last: Head = {}
    try:
        body.write(part)
        for last, part in messages:
            body.write(part)
        body.seek(0)
    except OSError as error:
        _log.error("Et stort svar kunne ikke gemmes, mens det sendes (%s).", reason(error))
        last = {}
    if last.get("is_cut") or not last.get("is_last"):
        messages.close()
        body.close()
        return None
    return head, body
