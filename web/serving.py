"""Serves the pages with waitress."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable

import waitress

from web.application import create_app
from web.build import build
from web.generations import is_built
from web.graph_access import WAITING, WORKERS
from web.reasons import reason
from web.settings import Settings
from web.startup import open_service

THREADS = WORKERS + WAITING + 6  # all queries to the graph that may run or wait, and six for everything else


class ServingError(Exception):
    """The address cannot be listened on; the message says why and what to do, in Danish."""


def serve_forever(host: str, port: int, announce: Callable[[str], None]) -> None:
    """Build what is missing, then answer until stopped; ``announce`` is told the address.

    Raises ServingError when the port is in use or the address is not this machine's.
    """
    with _listen(host, port) as listening:
        settings = Settings.from_environment()
        if not is_built(settings.data):
            build(settings, progress=lambda stage: announce(f"{stage} …"))
        service = open_service(settings)
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        server = waitress.create_server(create_app(service, settings), sockets=[listening], threads=THREADS, ident=None)
        name = f"[{host}]" if ":" in host else host
        announce(f"Trivselsgrafen kører på http://{name}:{listening.getsockname()[1]}/ – stop med Ctrl+C.")
        try:
            server.run()
        finally:
            server.close()


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
