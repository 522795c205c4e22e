"""Adds the user's own documents and removes them: each is read, kept and listed by itself, then one new generation is built over all.

Why a document is listed only when it is wholly read: a process that is killed has lost nothing, and the same command given again
passes over what is there already and reads only the rest.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.catalogue import Entry, edition_id, entries, entry_of
from corpus.cpr import contains_cpr, mask_cpr
from corpus.document import Document
from corpus.editions import find, first_day, in_force
from corpus.errors import CorpusError
from corpus.extracted import Extracted
from corpus.library import Kept, Library
from corpus.sketches import Sketches
from ontology.names import slug
from ontology.vocabulary import use_own
from web.document_folder import Editions
from web.generations import GenerationError, current
from web.readings import Reading, Readings
from web.runs import Progress, noted
from web.settings import Settings

PUBLISHER, STATUS = "Københavns Kommune", "gældende"
STATUSES = (STATUS, "udkast")
_LONGEST_TITLE = 200  # characters
_MARKS = re.compile(r"^[#*_\s]+|[*_\s]+$")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?")


class AddingError(Exception):
    """What was asked for cannot be done with these documents; the message says why and what to do, in Danish."""


@dataclass(frozen=True)
class Wishes:
    """What is told of the documents to be added; what is empty is found in the file or taken from the edition before."""

    title: str = ""
    publisher: str = ""
    date: str = ""
    status: str = ""
    supersedes: str = ""


@dataclass(frozen=True)
class Added:
    """One file's outcome: the id it got, and what was read; ``notes`` are sentences for the user."""

    file: str
    id: str
    title: str
    sections: int = 0
    passages: int = 0
    interventions: int = 0
    facts: int = 0
    repairs: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """The outcome of a run: what was added, what was there already, and one sentence for each file that could not be added."""

    added: tuple[Added, ...]
    known: tuple[Added, ...]
    failures: tuple[str, ...]
    generation: str = ""


def add(settings: Settings, paths: Sequence[Path], wishes: Wishes, progress: Progress) -> Report:
    """Add files and build a generation over all documents, unless the one in use already is, so that a run that was killed is finished.

    A file that cannot be added is told of and the others go on. Raises AddingError when the wishes cannot be met at all, CorpusError
    when the list is damaged or held by another process, and what ``build`` raises.
    """
    from web.build import build  # the libraries of a build are not needed to show the form

    use_own(settings.vocabularies)
    library = Library(settings.data)
    with library.only_writer():
        _check(wishes, paths)
        run = _Run(settings, library, wishes, progress)
        if wishes.supersedes:
            run.predecessor()
        with noted(settings.data, progress) as log:
            log.files(len(paths))
            for number, path in enumerate(paths, 1):
                log.file(number)
                run.take(path, f"{number} af {len(paths)}: {mask_cpr(path.name)}")
            generation = "" if _is_built(settings, library) else build(settings, log).name
            log.outcome(len(in_force(entries(library))), tuple(run.failures))
    return Report(tuple(run.added), tuple(run.known), tuple(run.failures), generation)


def _is_built(settings: Settings, library: Library) -> bool:
    """True where the generation in use is over the documents in force."""
    try:
        built = Editions.read(current(settings.data)).chosen
    except GenerationError:
        return False
    return set(built) == {entry.edition for entry in in_force(entries(library))}


def remove(settings: Settings, id_: str, progress: Progress) -> Kept:
    """Take one of the user's documents out and build a generation without it; an edition it replaced is in force again.

    Raises AddingError when the document is shipped with the program, CorpusError when there is none of that id.
    """
    from web.build import build

    library = Library(settings.data)
    with library.only_writer():
        entry = find(entries(library), id_)
        if entry.kept is None:
            raise AddingError(
                f"»{id_}« følger med programmet og kan ikke fjernes. Er det afløst af en ny udgave, så tilføj den med --supersedes {entry.source.work}."
            )
        library.remove(entry.kept, _now(), settings.user)
        build(settings, progress)
    return entry.kept


class _Run:
    """One run of adding, file by file."""

    def __init__(self, settings: Settings, library: Library, wishes: Wishes, progress: Progress) -> None:
        self.added: list[Added] = []
        self.known: list[Added] = []
        self.failures: list[str] = []
        self._settings, self._library, self._wishes, self._progress = settings, library, wishes, progress
        self._readings = Readings(settings.data)
        self._entries = entries(library)
        self._hashes = {sha256: entry for entry in self._entries for _, sha256 in (*entry.texts, *entry.extractions)}
        self._works = {entry.source.work for entry in self._entries}
        self._taken = {entry.edition for entry in self._entries}
        self._alike: Sketches | None = None

    def predecessor(self) -> Entry:
        """The edition in force that the new one replaces.

        Raises AddingError when the named edition is itself replaced, CorpusError when there is none.
        """
        entry = find(self._entries, self._wishes.supersedes)
        if entry.source.is_replaced:
            raise AddingError(f"»{self._wishes.supersedes}« er allerede afløst. Skriv --supersedes {entry.source.work}, så afløses den udgave, der gælder nu.")
        if first_day(self._wishes.date or _today()) < first_day(entry.source.date):
            raise AddingError(f"Den nye udgave er dateret før den, den skal afløse ({entry.source.date}). Kontrollér --date.")
        return entry

    def take(self, path: Path, place: str) -> None:
        """Add one file, or note why not."""
        try:
            sha256 = _sha256(path)
            if sha256 in self._hashes:
                entry = self._hashes[sha256]
                self.known.append(Added(mask_cpr(path.name), entry.source.id, entry.source.title))
                self._progress(f"{place}: er her allerede")
                return
            self._progress(f"{place}: læser")
            extracted = self._readings.extracted(path, sha256)
            entry = self._entry(path, sha256, extracted)
            self._progress(f"{place}: finder oplysninger")
            reading = self._readings.read(entry)
            added = self._outcome(path, entry, reading, extracted)
        except (CorpusError, OSError) as error:
            self.failures.append(str(error) if isinstance(error, CorpusError) else f"{mask_cpr(path.name)} kan ikke læses. Kontrollér sti og rettigheder.")
            self._progress(f"{place}: kunne ikke tilføjes")
            return
        self._list(entry)
        self.added.append(added)
        self._progress(f"{place}: {added.passages} afsnit, {added.facts} oplysninger")

    def _entry(self, path: Path, sha256: str, extracted: Extracted) -> Entry:
        """The document as it will be listed, its file kept."""
        self._library.keep(path.read_bytes())
        wishes, before = self._wishes, self.predecessor() if self._wishes.supersedes else None
        title = wishes.title or (before.source.title if before else "") or _title(extracted) or path.stem
        title = mask_cpr(title[:_LONGEST_TITLE])
        work = before.source.work if before else self._free(slug(title))
        date = wishes.date or _today()
        edition = edition_id(work, date, self._taken)
        publisher = wishes.publisher or (before.source.publisher if before else PUBLISHER)
        status = wishes.status or (before.source.status if before else STATUS)
        kept = Kept(work, edition, title, publisher, date, status, sha256, mask_cpr(path.name), _now(), self._settings.user)
        entry = entry_of(kept, self._library)
        return replace(entry, source=replace(entry.source, replaces=before.edition)) if before else entry

    def _free(self, name: str) -> str:
        """An id no other work has; an offer's page and a passage's anchor are told apart by their kind, so they need no care here."""
        free, number = name, 2
        while free in self._works:
            free, number = f"{name}-{number}", number + 1
        return free

    def _outcome(self, path: Path, entry: Entry, reading: Reading, extracted: Extracted) -> Added:
        document, facts = reading.document, reading.facts
        found = {fact.subject for fact in facts if fact.relation == "type" and fact.object == "Intervention"}
        notes = [*extracted.notes, *self._likeness(document, self._readings.sketch(entry)), *_not_understood(document, len(facts))]
        sections = sum(not section.is_field for section in document.sections)
        repairs = sum(repair.is_of_wording for repair in document.repairs)
        return Added(
            mask_cpr(path.name), document.id, document.source.title, sections, len(document.passages), len(found), len(facts), repairs, tuple(notes)
        )

    def _likeness(self, document: Document, runs: frozenset[int]) -> list[str]:
        """A sentence where the document looks like another that is here."""
        if self._alike is None:
            self._alike = Sketches((entry.source.id, self._readings.sketch(entry)) for entry in self._entries)
        near = self._alike.nearest(runs)
        self._alike.add(document.id, runs)
        if near is None or self._wishes.supersedes:
            return []
        id_, share = near
        return [
            f"Ligner »{id_}«: {round(share * 100)} % af teksten er den samme. Er det en ny udgave, så skriv »trivsel remove {document.id}« og tilføj den "
            f"igen med --supersedes {id_}. Er det samme dokument i en anden fil, så fjern det igen, ellers tæller det to gange."
        ]

    def _list(self, entry: Entry) -> None:
        assert entry.kept is not None
        self._library.add(entry.kept)
        self._hashes[entry.source.sha256] = entry
        self._works.add(entry.source.work)
        self._taken.add(entry.edition)


def _check(wishes: Wishes, paths: Sequence[Path]) -> None:
    if wishes.supersedes and len(paths) != 1:
        raise AddingError("En udgave afløses af ét dokument. Tilføj én fil ad gangen med --supersedes.")
    if wishes.date and not _is_date(wishes.date):
        raise AddingError(f"Datoen »{wishes.date}« kan ikke bruges. Skriv den som ÅÅÅÅ, ÅÅÅÅ-MM eller ÅÅÅÅ-MM-DD.")
    if any(contains_cpr(text) for text in (wishes.title, wishes.publisher)):
        raise AddingError("Skriv ikke cpr-numre i titel eller udgiver. Intet er tilføjet.")


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat(first_day(text))
    except ValueError:
        return False
    return True


def _title(extracted: Extracted) -> str:
    """The first heading, else the first line."""
    headings = (piece.text for piece in extracted.pieces if piece.kind == "heading")
    first = next(headings, None) or next((piece.text for piece in extracted.pieces if piece.text.strip()), "")
    return _MARKS.sub("", first.split("\n")[0])


def _not_understood(document: Document, facts: int) -> Iterable[str]:
    """What a reader should know was not made sense of."""
    if not document.passages:
        yield "Ingen afsnit fundet: teksten har ingen hele sætninger."
    elif not facts:
        yield "Ingen oplysninger fundet: teksten kan søges i, men har ingen af de former, der læses som oplysninger (faktaark, liste, tabel)."


def _sha256(path: Path) -> str:
    """The checksum of a file; what is no file is left for the reader to explain."""
    if not path.is_file():
        return ""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _today() -> str:
    return datetime.date.today().isoformat()


def _now() -> str:
    return datetime.datetime.now().astimezone().isoformat(timespec="seconds")
