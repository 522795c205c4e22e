"""Fails every look at the network beyond this machine; loaded by the tests and, through PYTHONPATH, by every Python process they start.

Why an audit hook and not patched functions: it sees what C code asks of the socket module as well, and nothing can take it away again.
What was tried is also written to the file named in TRIVSEL_GUARD, since a library may swallow the error.
"""

from __future__ import annotations

import ipaddress
import os
import sys
from typing import Any

EVENTS = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1, "socket.getaddrinfo": 0, "socket.gethostbyname": 0, "socket.gethostbyaddr": 0}


class Beyond(Exception):
    """Something looked beyond this machine."""


def is_here(host: object) -> bool:
    """True for this machine by number or name, and for what names no host at all."""
    if isinstance(host, (bytes, bytearray)):
        host = bytes(host).decode("latin-1")
    if host in (None, "", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse an event that names another machine."""
    if event not in EVENTS:
        return
    target = arguments[EVENTS[event]]
    host = target[0] if isinstance(target, tuple) and target else target
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg") and not isinstance(target, tuple):
        return  # a socket of this machine's file system, or one that is connected already
    if is_here(host):
        return
    if path := os.environ.get("TRIVSEL_GUARD"):
        with open(path, "a", encoding="utf-8") as file:
            file.write(f"{event} {host}\n")
    raise Beyond(f"{event} til {host}: prøverne må ikke nå ud over denne maskine")


if os.environ.get("TRIVSEL_GUARD"):
    sys.addaudithook(watch)
