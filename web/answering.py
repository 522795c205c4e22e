"""A process that answers from one generation for as long as it lives, and others beside it that share what it has read.

The process that listens starts it and hands it requests (web/processes.py). It opens the generation, copies itself as often as it is told to, and each
copy answers what comes over a wire of its own. It ends when its wire is closed.

Why a generation has processes of its own: one that is opened takes seconds of Python, in which threads of the same process would wait for each
other; memory that a generation took is given back whole; and a fault in a library in C ends one process and not the service.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any
from wsgiref.util import FileWrapper

from corpus.confinement import stand_back
from web.memory import demand_memory, keep_compact, lasting
from web.reasons import plain_sentence, reason
from web.wire import Head, Wire, WireClosed

if TYPE_CHECKING:
    from flask import Flask

TURN = 0.001  # seconds a thread may go on when others wait: a fifth of the usual, so that a long page holds up no question
RENEW = "trivselsgrafen.renew"  # in a request: whether what it did made a newer generation, which must be in use before the answer is given
PROBLEM = "trivselsgrafen.problem"  # in a request: why the newest generation is not in use
PART = 1 << 18  # bytes of a file that are handed over at a time
SMALL = 1 << 20  # bytes up to which a body is kept in memory
_FAILED, _FULL = "500 INTERNAL SERVER ERROR", "503 SERVICE UNAVAILABLE"
_ROUND = ("/", "/indsatser", "/trappen", "/om", "/data", "/indsats/u-start", "/dokument/praksisoverblik")  # pages that read what the others read too

_log = logging.getLogger(__name__)


def main() -> None:
    """Answer what comes over the sockets whose numbers are the arguments of the command."""
    for number in (signal.SIGINT, signal.SIGTERM):  # both reach a whole group of processes; the one that listens lets these end when all is answered
        signal.signal(number, signal.SIG_IGN)
    wires = [Wire(socket.socket(fileno=int(number))) for number in sys.argv[1:]]
    try:
        orders, _ = wires[0].receive()
        keep_compact()
        sys.setswitchinterval(TURN)
        app = _opened(wires[0], orders)
        if app is not None:
            _answer_all(app, _copied(wires), orders)
    except WireClosed:
        return


def _opened(wire: Wire, orders: Head) -> Flask | None:
    """The application over the generation in use, built where there is none; None where it cannot be opened, which is told over the wire.

    Why in a thread: only a thread of its own can stand back and the process not.
    """
    made: list[Flask] = []
    opening = threading.Thread(target=lambda: _open(wire, orders, made.append))
    opening.start()
    opening.join()
    return made[0] if made else None


def _open(wire: Wire, orders: Head, give: Callable[[Flask], None]) -> None:
    if orders["instead_of"]:
        stand_back()
    try:
        demand_memory()
        with lasting():
            from web.application import create_app
            from web.generations import is_built
            from web.settings import Settings
            from web.startup import open_service

            settings = replace(Settings.from_environment(), key=bytes.fromhex(orders["key"]))
            if not is_built(settings.data):
                from web.build import build  # the libraries of a build are not needed to answer

                build(settings, progress=lambda stage: wire.send({"tells": stage}))
            service = open_service(settings)
            service.read_all()
            give(create_app(service, settings))
    except WireClosed:
        return  # the one that started it has stopped
    except Exception as error:
        if (sentence := plain_sentence(error)) is None:
            raise
        wire.send({"problem": sentence})


def _copied(wires: list[Wire]) -> Wire:
    """One copy of the process for each wire; the wire of this one, the others closed."""
    mine = next((wire for wire in wires[1:] if os.fork() == 0), wires[0])
    for wire in wires:
        if wire is not mine:
            wire.close()
    return mine


def _answer_all(app: Flask, wire: Wire, orders: Head) -> None:
    """Answer until the wire is closed, several requests at once."""
    from graph.errors import GraphAway, SparqlError, StorageError
    from web.citations import OPENER
    from web.graph_access import access_of

    access, folder = access_of(app), app.extensions[OPENER]().folder
    if orders["instead_of"]:
        try:
            if folder.name != orders["instead_of"]:
                access.check(folder / "store")  # an endpoint may not hold the newer graph yet
        except GraphAway as error:
            return wire.send({"problem": str(error)})
        _warm(app)
    if orders["is_queried"]:
        with suppress(SparqlError, StorageError):  # whoever queries is told
            access.query(folder / "store", "ASK {}", "json")  # so that a worker has started before anyone waits for it
    wire.send({"ready": folder.name})
    threads = ThreadPoolExecutor(orders["threads"])
    arriving = Arriving()
    try:
        while True:
            head, part = wire.receive()
            try:
                if request := arriving.take(head, part):
                    threads.submit(_answer, app, wire, head["number"], *request)
            except OSError as error:
                _log.error("En forespørgsel kunne ikke modtages (%s).", reason(error))
                wire.send({"number": head["number"], "status": _FULL, "headers": [("Retry-After", "5")], "is_last": True})
    except WireClosed:
        access.close()
        os._exit(0)  # nobody is there any more to hear what threads still work on


class Arriving:
    """Requests whose bodies come in parts."""

    def __init__(self) -> None:
        self._begun: dict[int, tuple[dict[str, str], IO[bytes]] | None] = {}  # None for one that could not be kept

    def take(self, head: Head, part: bytes) -> tuple[dict[str, str], IO[bytes]] | None:
        """Take in a part; the environment and the body of the request where it is whole.

        Raises OSError, once for a request, when its body cannot be kept; what comes of it later is passed over.
        """
        number = head["number"]
        request = self._begun.pop(number, None) if "environ" not in head else (head["environ"], SpooledTemporaryFile(SMALL))
        try:
            if request:
                request[1].write(part)
        except OSError:
            request = None
            raise
        finally:
            if not head["is_whole"]:
                self._begun[number] = request
        if request and head["is_whole"]:
            request[1].seek(0)
            return request
        return None


def _warm(app: Flask) -> None:
    """Show pages to nobody, so that the first to ask do not wait for what each process reads when it is first needed."""

    def look() -> None:
        stand_back()
        client = app.test_client()
        client.post("/spoerg", data={"q": "fravær"})
        for path in _ROUND:
            client.get(path)

    looking = threading.Thread(target=look)
    looking.start()
    looking.join()


def _answer(app: Callable[..., Iterable[bytes]], wire: Wire, call: int, given: dict[str, str], body: IO[bytes]) -> None:
    """Answer one request: its status, headers and first part in a message, every further part in one of its own."""
    begun: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], error: object = None) -> Callable[[bytes], object]:
        begun.update(status=status, headers=headers)
        return lambda part: None

    environ = {
        **given, "wsgi.version": (1, 0), "wsgi.input": body, "wsgi.errors": sys.stderr, "wsgi.multithread": True, "wsgi.multiprocess": True,
        "wsgi.run_once": False, "wsgi.file_wrapper": lambda file, size: FileWrapper(file, PART), RENEW: False,
    }  # fmt: skip
    number = {"number": call}
    is_begun = False  # the answer, so that its status can no longer be another
    try:
        parts = app(environ, start_response)
        try:
            before = b""
            for part in parts:
                if before:
                    wire.send({**number, **({} if is_begun else begun), "is_last": False}, before)
                    is_begun = True
                before = part
            wire.send({**number, **({} if is_begun else begun), "is_last": True, "renew": environ[RENEW]}, before)
        finally:
            if hasattr(parts, "close"):
                parts.close()
            body.close()
    except WireClosed:
        return
    except Exception as error:  # the application tells of its own errors; this is one of the library's
        _log.error("En forespørgsel kunne ikke besvares (%s).", type(error).__name__)
        wire.send({**number, "is_last": True, **({"is_cut": True} if is_begun else {"status": _FAILED, "headers": []})})
