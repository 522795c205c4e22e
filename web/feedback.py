"""Messages on what is wrong: a form, and one line of JSON each in the data folder, without user or address, gone after 90 days.

Why the day and no clock time is kept: with few users, a time would point at one of them.
"""

from __future__ import annotations

import fcntl
import json
import logging
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from corpus.cpr import contains_cpr, mask_cpr
from web.access import is_from_our_page
from web.limiter import limiter, question_limit
from web.reasons import reason

KINDS = {"foraeldet": "Oplysningen er forældet", "citat": "Citatet passer ikke", "mangler": "Jeg manglede et svar", "andet": "Andet"}
LONGEST = 2000  # characters of a message
KEPT = timedelta(days=90)
FILE = "beskeder.jsonl"
_KEY = "trivselsgrafen-feedback"
_NOT_KEPT = "send", "Beskeden kan ikke gemmes lige nu. Vent lidt, og send den igen."
_TOO_MANY = 5000  # messages; the oldest give way, so that the file can never fill the disk

_log = logging.getLogger(__name__)

feedback = Blueprint("feedback", __name__)


@dataclass(frozen=True)
class Message:
    """What somebody wrote; ``page`` is the path they came from, ``question`` is kept only where they asked for it."""

    day: str
    kind: str
    text: str
    page: str
    question: str | None = None


@dataclass(frozen=True)
class Draft:
    """The form as it was filled in."""

    kind: str = ""
    text: str = ""
    page: str = ""
    question: str = ""
    with_question: bool = False

    @property
    def holds_cpr(self) -> bool:
        """True where any field holds a CPR number."""
        return any(map(contains_cpr, (self.text, self.question, self.page, self.kind)))

    @property
    def masked(self) -> Draft:
        """The draft as it may be shown again."""
        return replace(self, text=mask_cpr(self.text), question=mask_cpr(self.question), page="" if contains_cpr(self.page) else self.page)


class MessageBox:
    """The messages of one data folder, safe for several processes at once."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._lock = threading.Lock()
        self._swept: date | None = None

    def put(self, message: Message) -> None:
        """Keep a message, and let go of those that are too old."""
        with self._alone():
            self._write([*self._kept(date.fromisoformat(message.day)), json.dumps(asdict(message), ensure_ascii=False)])

    def sweep(self, today: date) -> None:
        """Let go of what is older than 90 days; does its work once a day."""
        with self._lock:
            if self._swept == today:
                return
            self._swept = today
        try:
            if len(self._kept(today)) < len(self._lines()):
                with self._alone():
                    self._write(self._kept(today))
        except OSError as error:
            _log.error("Gamle beskeder i %s kan ikke slettes (%s).", self._path, reason(error))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Within, no other thread or process changes the messages."""
        with open(self._path.with_suffix(".lock"), "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _lines(self) -> list[str]:
        return self._path.read_text(encoding="utf-8").splitlines() if self._path.exists() else []

    def _kept(self, today: date) -> list[str]:
        oldest = (today - KEPT).isoformat()
        return [line for line in self._lines() if _day(line) >= oldest][-_TOO_MANY:]

    def _write(self, lines: Iterable[str]) -> None:
        """Write beside and rename, so that no reader ever sees half a file."""
        fresh = self._path.with_suffix(".tmp")
        fresh.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        fresh.replace(self._path)


def _day(line: str) -> str:
    """The day of a message; a damaged line has none and is let go, since nobody can tell how old it is."""
    try:
        return str(json.loads(line)["day"])
    except (ValueError, KeyError, TypeError):
        return ""


def init_feedback(app: Flask, folder: Path) -> None:
    """Give the application its message box, swept on the first request of every day."""
    box = MessageBox(folder)
    app.extensions[_KEY] = box

    @app.before_request
    def sweep() -> None:
        box.sweep(date.today())


@feedback.get("/besked")
def write() -> ResponseReturnValue:
    """The form, or thanks for a message."""
    if "tak" in request.args:
        return render_template("besked.html", thanks=True)
    return _form(Draft(page=_path(request.args.get("side", ""))).masked)


@feedback.post("/besked")
@limiter.limit(question_limit)
def send() -> ResponseReturnValue:
    """Keep a message; from an answer, show the form with the question ready to be sent along or not."""
    draft = _read()
    if "vis" in request.form:
        return _form(replace(draft, text="", kind="").masked)
    if problem := _problem(draft):
        return _form(draft.masked, problem, HTTPStatus.UNPROCESSABLE_ENTITY)
    box: MessageBox = current_app.extensions[_KEY]
    try:
        box.put(Message(date.today().isoformat(), draft.kind, draft.text, draft.page, draft.question if draft.with_question and draft.question else None))
    except OSError as error:
        _log.error("Beskeder kan ikke gemmes (%s).", reason(error))
        return _form(draft, _NOT_KEPT, HTTPStatus.SERVICE_UNAVAILABLE)
    return redirect(url_for("feedback.write", tak=1), HTTPStatus.SEE_OTHER)


def _read() -> Draft:
    form = request.form
    question = form.get("q", "")[:4000]
    return Draft(form.get("slags", ""), form.get("besked", "").strip(), _path(form.get("side", "")), question, "med" in form)


def _problem(draft: Draft) -> tuple[str, str] | None:
    """The first thing that keeps a message from being kept: the field, and what to do."""
    if draft.holds_cpr:
        return "besked", "Din besked ser ud til at indeholde et cpr-nummer. Vi har ikke gemt den. Fjern nummeret, og prøv igen."
    if draft.kind not in KINDS:
        return "slags-1", "Vælg, hvad der er forkert."
    if not draft.text:
        return "besked", "Skriv kort, hvad der er forkert."
    if len(draft.text) > LONGEST:
        return "besked", f"Skriv kortere – højst {LONGEST:,} tegn.".replace(",", ".")
    return None if is_from_our_page() else ("send", "Formularen er for gammel. Send beskeden igen.")


def _form(draft: Draft, problem: tuple[str, str] | None = None, status: int = HTTPStatus.OK) -> Response:
    page = make_response(render_template("besked.html", draft=draft, problem=problem, kinds=KINDS, longest=LONGEST), status)
    page.headers["Cache-Control"] = "no-store"
    return page


def _path(text: str) -> str:
    """A path of ours without its query, else nothing."""
    return text.partition("?")[0][:200] if text.startswith("/") and not text.startswith("//") else ""
