"""Makes a document of laid-out pieces of any format: pieces → repairs → structure → clean text with passages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.cleaning import clean
from corpus.cpr import contains_cpr, mask_cpr
from corpus.document import Block, Document, Repair, Section, Source
from corpus.draft import Draft, place
from corpus.errors import PersonalNumberFound, UnreadableDocument
from corpus.headings import mark_structure
from corpus.passages import passages_of
from corpus.reconciliation import reconcile
from corpus.slips import SHIPPED_SLIPS, Slips, read_slips

LARGEST_FILE = 50_000_000  # bytes


def read_text(path: Path) -> str:
    """The text of a file in UTF-8.

    Raises UnreadableDocument when the file is missing, too large, empty or not text.
    """
    name = mask_cpr(path.name)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableDocument(f"{name} er for stor: højst {LARGEST_FILE // 1_000_000} MB kan læses. Del filen i flere.")
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise UnreadableDocument(f"{name} findes ikke. Kontrollér stien.") from error
    except IsADirectoryError as error:
        raise UnreadableDocument(f"{name} er en mappe. Vælg en fil.") from error
    except OSError as error:
        raise UnreadableDocument(f"{name} kan ikke åbnes. Kontrollér, at du har lov til at læse den.") from error
    except UnicodeDecodeError as error:
        raise UnreadableDocument(f"{name} er ikke tekst i UTF-8. Gem filen som ren tekst i UTF-8, og prøv igen.") from error
    if "\0" in text:
        raise UnreadableDocument(f"{name} er ikke tekst, men en binær fil. Gem den som ren tekst, og prøv igen.")
    if not text.strip():
        raise UnreadableDocument(f"{name} er tom. Vælg en fil med tekst i.")
    return text


def read_document(source: Source, pieces: Iterable[Draft], extractions: Sequence[str] = (), slips: Slips | None = None) -> Document:
    """Make a document of its pieces, which stay as they are; ``extractions`` are the texts of other extractions of the same document.

    ``slips`` are the known slips of reading, those shipped unless given.

    Raises PersonalNumberFound when a piece, an extraction or the title holds a CPR number.
    """
    known = read_slips(SHIPPED_SLIPS) if slips is None else slips
    pieces = [replace(piece, repairs=list(piece.repairs)) for piece in pieces]
    _refuse_cpr(source, "\n".join(piece.text for piece in pieces), source.title, *extractions)
    pieces = clean(pieces, known, tracked_changes=source.is_draft)
    for other in extractions:
        reconcile(pieces, other, known)
    document = _lay_out(source, mark_structure([piece for piece in pieces if piece.text]))
    _refuse_cpr(source, document.text)
    return replace(document, passages=tuple(passages_of(document)))


def _refuse_cpr(source: Source, *texts: str) -> None:
    """Why twice, before and after cleaning: layout marks within a number hide it from the rule."""
    if any(contains_cpr(text) for text in texts):
        title = mask_cpr(source.title)
        raise PersonalNumberFound(f"{title} indeholder et cpr-nummer og er ikke læst. Fjern nummeret, og prøv igen.")


@dataclass
class _Open:
    """A section whose end is not yet known; the section of a table column ends with the table."""

    index: int
    level: int
    is_column: bool = False


def _lay_out(source: Source, pieces: list[Draft]) -> Document:
    """Set the pieces one after another; from here on offsets are fixed."""
    text = ""
    blocks: list[Block] = []
    sections: list[Section] = []
    repairs: list[Repair] = []
    stack: list[_Open] = []
    for before, piece in zip([None, *pieces], pieces):
        text += _gap(before, piece)
        start = len(text)
        bullet = "- " if piece.kind == "item" and not piece.text[:1].isdigit() else ""
        text += bullet + piece.text
        if stack and stack[-1].is_column and not piece.in_table:
            _close(sections, stack, stack[-1].level, start)
        if piece.kind in ("heading", "label"):
            _close(sections, stack, piece.level, start)
            path = (*(sections[stack[-1].index].path if stack else ()), piece.text.replace("\n", " "))
            stack.append(_Open(len(sections), piece.level, piece.in_table))
            sections.append(Section(path[-1], piece.level, path, start, start, piece.kind == "label"))
        at = start + len(bullet)
        blocks.append(Block(piece.kind, start, len(text), stack[-1].index if stack else -1, piece.label, piece.page))
        repairs += [replace(repair, start=at + repair.start, end=at + repair.end) for repair in piece.repairs]
    _close(sections, stack, 0, len(text))
    return Document(source, text + "\n", tuple(sections), tuple(blocks), (), tuple(sorted(repairs, key=place)))


def _gap(before: Draft | None, piece: Draft) -> str:
    if before is None:
        return ""
    tight = before.kind == "label" or (before.kind == piece.kind and piece.kind in ("item", "contents", "line"))
    return "\n" if tight else "\n\n"


def _close(sections: list[Section], stack: list[_Open], level: int, end: int) -> None:
    while stack and stack[-1].level >= level:
        index = stack.pop().index
        sections[index] = replace(sections[index], end=end)
