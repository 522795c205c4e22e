"""The generation that a running service answers from: a newer one is opened beside it and put in use when it is wholly there.

Why the old one goes on when the newer cannot be opened: half a disk is no reason to stop answering. /ready says what is wrong.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from flask import Blueprint, current_app, g
from flask.typing import ResponseReturnValue

from graph.errors import GraphAway, StorageError
from search.embedder import ModelError
from search.index import StaleIndex
from search.milvus import MilvusError
from search.vectors import WrongModel, WrongPlace
from web.citations import OPENER, opened
from web.generations import GenerationError, named
from web.graph_access import graph_access
from web.limiter import limiter
from web.memory import give_back, lasting
from web.pacing import giving_way
from web.settings import Settings
from web.startup import Service, open_service

LOOKS = 1.0  # seconds between two looks at which generation is in use
LINGERS = 3.0  # seconds in which requests over the last generation may still go on
TRIES = 15.0  # seconds before a generation that could not be opened is tried again
UNUSABLE = (GenerationError, StorageError, GraphAway, ModelError, StaleIndex, WrongModel, WrongPlace, MilvusError, OSError)

_log = logging.getLogger(__name__)

state = Blueprint("state", __name__)


class FreshService:
    """Gives the service over the newest usable generation; call it for each request."""

    def __init__(self, settings: Settings, open_: Callable[[Settings], Service] = open_service) -> None:
        """Open the generation in use; raises what ``open_service`` raises."""
        self._settings, self._open = settings, open_
        with lasting(first=True):
            self._service = open_(settings)
        self._lock = threading.Lock()
        self._next_look = time.monotonic() + LOOKS
        self._opening: threading.Thread | None = None
        self.problem = ""
        self.before_use: Callable[[Service], None] = lambda service: None  # what else has to be ready before a generation is used
        self.after_use: Callable[[Service], None] = lambda service: None  # told the generation in use when requests over the last are done

    def __call__(self) -> Service:
        """The service; once a second it is looked whether a newer generation is in use, which then is opened in the background."""
        if time.monotonic() >= self._next_look and self._lock.acquire(blocking=False):
            try:
                self._next_look = time.monotonic() + LOOKS
                self._look()
            finally:
                self._lock.release()
        return self._service

    def renew(self) -> Service:
        """The service over the generation in use now, opened at once.

        Raises what ``open_service`` raises; the old service then stays.
        """
        with self._lock:
            self._service, self.problem = self._opened(), ""
            return self._service

    def _look(self) -> None:
        is_opening = self._opening is not None and self._opening.is_alive()
        if not is_opening and self._name() != self._service.folder.name:
            self._opening = threading.Thread(target=self._replace, daemon=True)
            self._opening.start()

    def _name(self) -> str:
        try:
            return named(self._settings.data)
        except GenerationError as error:
            self._tell(str(error))
            return self._service.folder.name

    def _replace(self) -> None:
        try:
            with giving_way():
                service = self._opened()
        except UNUSABLE as error:
            self._tell(str(error))
            self._next_look = time.monotonic() + TRIES
            return
        self._service, self.problem = service, ""
        del service  # else it would stay here as long as a newer one is in use
        time.sleep(LINGERS)
        self.after_use(self._service)
        give_back()

    def _opened(self) -> Service:
        """A service with everything read that it may need once its folder is gone."""
        with lasting():
            service = self._open(self._settings)
            self._read_all(service)
            self.before_use(service)
        return service

    @staticmethod
    def _read_all(service: Service) -> None:
        for read in (dict(service.documents), dict(service.replaced), service.links, service.replaced_facts, service.repairs, service.overlaps, service.conflicts):
            assert read is not None
        assert service.analyses is not None

    def _tell(self, problem: str) -> None:
        if problem != self.problem:
            _log.error("Den nyeste generation kan ikke tages i brug, den gamle svarer stadig: %s", problem)
        self.problem = problem


def use_newest(settings: Settings) -> None:
    """Answer from the generation in use now, from this request on.

    Raises what ``open_service`` raises.
    """
    opener = current_app.extensions[OPENER]
    service = opener.renew() if isinstance(opener, FreshService) else open_service(settings)
    if not isinstance(opener, FreshService):
        current_app.extensions[OPENER] = lambda: service
    g.service = service


@state.get("/health")
@limiter.exempt
def health() -> ResponseReturnValue:
    """Say that the process lives."""
    return {"status": "ok"}


@state.get("/ready")
@limiter.exempt
def ready() -> ResponseReturnValue:
    """Say that questions can be answered, from which generation, and whether a newer one is damaged.

    Raises MilvusError when the vectors lie there and cannot be reached: then no question can be answered.
    """
    opened().index.vectors.check()
    answer = {"status": "klar", "generation": opened().folder.name}
    opener = current_app.extensions[OPENER]
    if problem := opener.problem if isinstance(opener, FreshService) else "":
        return {**answer, "status": "klar, men ikke med det nyeste", "problem": problem}
    try:
        graph_access().check(opened().folder / "store")
    except GraphAway as error:
        return {**answer, "status": "klar, men uden grafen", "problem": str(error)}
    return answer
