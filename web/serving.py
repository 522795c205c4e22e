"""Takes requests with waitress, from patient and impatient clients, until it is told to stop; then what was asked is still answered.

The requests are handed to processes that answer. Why a channel of our own: waitress waits for ever for a client that sends a byte now and then, and each takes one of its connections.
"""

from __future__ import annotations

import logging
import signal
import socket
import time
from collections.abc import Callable
from typing import Any

import waitress
from waitress import wasyncore
from waitress.channel import HTTPChannel

from corpus.limits import Limits
from web.processes import Processes
from web.reasons import reason
from web.settings import LOCAL, Settings, is_only_here

THREADS = 24  # all queries to the graph that may run or wait (web/graph_access.py), and six for everything else
LONGEST_HEADER = 16 * 1024  # bytes
LARGEST_REQUEST = Limits().file + 1024 * 1024  # a document and the form around it; the application bounds each page more tightly
CONNECTIONS = 500
SILENCE = 20  # seconds a connection may say nothing
ARRIVES = 15.0  # seconds in which the header and a small body must have come
SLOWEST = 64 * 1024  # bytes a second that a large body must come with
DRAIN = 5.0  # seconds in which what was asked is still answered


class ServingError(Exception):
    """The address cannot be listened on; the message says why and what to do, in Danish."""


class PatientChannel(HTTPChannel):  # type: ignore[misc]
    """A connection that is closed when a request takes too long to arrive."""

    began: float | None = None

    def received(self, data: bytes) -> bool:
        """Take in what came; a request that is not whole in its time ends the connection."""
        now = time.monotonic()
        if self.request is None or self.began is None:
            self.began = now
        going_on: bool = super().received(data)
        if self.request is None:
            self.began = None
        elif self.is_late(now):
            self.will_close = True
        return going_on

    def is_late(self, now: float) -> bool:
        """True where a request that has begun should have come by now."""
        if self.began is None or self.request is None:
            return False
        return now - self.began > ARRIVES + min(getattr(self.request, "content_length", 0), LARGEST_REQUEST) / SLOWEST


def serve_forever(host: str, port: int, announce: Callable[[str], None]) -> None:
    """Build what is missing, then answer until stopped; ``announce`` is told the address.

    Raises ServingError when the port is in use, the address is not this machine's, or others could reach it without a login, ProcessError when
    nothing can be answered from.
    """
    settings = Settings.from_environment()
    if settings.login.way == LOCAL and not is_only_here(host):
        raise ServingError(
            f"På {host} kan andre nå tjenesten, og den har ikke noget login. Sæt TRIVSEL_AUTH til proxy eller oidc (se README), eller brug --host 127.0.0.1."
        )
    with _listen(host, port) as listening:
        processes = Processes(settings, THREADS, lambda stage: announce(f"{stage} …"))
        try:
            server = make_server(processes, listening)
            name = f"[{host}]" if ":" in host else host
            announce(f"Trivselsgrafen kører på http://{name}:{listening.getsockname()[1]}/ – stop med Ctrl+C.")
            run(server)
        finally:
            processes.close()


def make_server(app: Any, listening: socket.socket) -> Any:
    """A server over an application that listens already, with bounds on what a client may send and how slowly."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = waitress.create_server(
        app, sockets=[listening], threads=THREADS, ident=None, max_request_header_size=LONGEST_HEADER, max_request_body_size=LARGEST_REQUEST,
        connection_limit=CONNECTIONS, channel_timeout=SILENCE, cleanup_interval=5, asyncore_use_poll=True, log_socket_errors=False,
    )  # fmt: skip
    server.channel_class = PatientChannel
    return server


def run(server: Any) -> None:
    """Answer until the process is interrupted or terminated, then answer what was asked already."""
    stopping: list[int] = []

    def stop(number: int, frame: object) -> None:
        stopping.append(number)
        server.pull_trigger()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        while not stopping:
            _turn(server, 1.0)
        _drain(server)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        server.task_dispatcher.shutdown(cancel_pending=True, timeout=1)
        server.close()


def _turn(server: Any, seconds: float) -> None:
    wasyncore.loop(timeout=seconds, use_poll=True, map=server._map, count=1)
    now = time.monotonic()
    for channel in list(server.active_channels.values()):
        if channel.is_late(now):
            channel.will_close = True


def _drain(server: Any) -> None:
    """Take no new connections, and go on until every request that has come is answered, or the time is up."""
    server.accepting = False
    server.socket.close()
    server.del_channel()
    deadline = time.monotonic() + DRAIN
    while time.monotonic() < deadline and any(channel.requests or channel.request or channel.total_outbufs_len for channel in list(server.active_channels.values())):
        _turn(server, 0.05)


def _listen(host: str, port: int) -> socket.socket:
    """Why it listens at once: two services that only bound the same port would both build before one of them failed."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()
    except (OSError, UnicodeError) as error:
        listening.close()
        why = reason(error) if isinstance(error, OSError) else "adressen er ikke gyldig"
        raise ServingError(f"Der kan ikke lyttes på {host}:{port} ({why}). Vælg en anden adresse med --host eller port med --port.") from error
    return listening
