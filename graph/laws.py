"""Law watch: every law and paragraph that the documents cite, for what, and what the table of laws says of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from corpus.document import Document
from graph.fact import Fact
from graph.reading import Piece, piece_of
from graph.recognisers.references import Reference, references
from ontology.law_table import IN_FORCE, LawTable

EDITION_WITHIN = 60  # characters after a sentence in which its edition may go on

_CONSOLIDATION = re.compile(r"\b(?:LBK|lovbekendtgørelse) nr\.? ?(\d{1,4})(?: af [^,;]{0,30}?(\d{4})|/(\d{4}))", re.IGNORECASE)


@dataclass(frozen=True)
class Citation:
    """One paragraph cited in one place.

    ``subjects`` are the things that rest on it there; none where the text only speaks of the law. ``status`` and ``note`` are the table's,
    empty where the table does not hold the law; ``flagged`` says that the citation should be looked at.
    """

    law: str
    paragraph: str
    document: str
    section: str
    quote: str
    start: int
    end: int
    subjects: tuple[str, ...] = ()
    status: str = ""
    since: str = ""
    note: str = ""
    flagged: bool = False

    def to_json(self) -> dict[str, Any]:
        """The citation as one row."""
        return asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Citation:
        """The citation whose row this is."""
        return cls(**{**row, "subjects": tuple(row["subjects"])})


def citations_of(documents: Iterable[Document], facts: Iterable[Fact], table: LawTable) -> list[Citation]:
    """Every citation, by document in their order, then by place."""
    resting: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.relation == "legal_basis" and fact.object:
            resting[fact.document, fact.object].append(fact)
    return [
        _citation(sentence, reference, resting[sentence.document.id, reference.label], table)
        for document in documents for sentence in _sentences_with_laws(document) for reference in references(sentence.text)
    ]  # fmt: skip


def _sentences_with_laws(document: Document) -> Iterator[Piece]:
    """The sentences of the blocks that name a law: to find where sentences end takes longer than to see that a block names none."""
    for block in document.blocks:
        if block.kind not in ("contents", "pullquote") and next(references(document.text_of(block)), None):
            yield from piece_of(document, block).sentences()


def _citation(sentence: Piece, reference: Reference, resting: list[Fact], table: LawTable) -> Citation:
    """A citation; a ladder's line is also what the facts of the step below it quote."""
    subjects = tuple(dict.fromkeys(fact.subject for fact in resting if fact.start < sentence.end and sentence.start < fact.end))
    row = table.rows.get(reference.law)
    document = sentence.document
    said = document.text[sentence.start:sentence.end + EDITION_WITHIN].split("\n\n")[0]  # "nr. 890 af 2. juli" looks like the end of a sentence
    stale = _stale_edition(said, row.newest) if row else ""
    return Citation(
        reference.law, reference.label, document.id, document.section_at(sentence.start), sentence.text, sentence.start, sentence.end,
        subjects, row.status if row else "", row.since if row else "", stale or (row.note if row else ""),
        flagged=row is not None and (row.status != IN_FORCE or bool(stale)),
    )  # fmt: skip


def _stale_edition(text: str, newest: str) -> str:
    """A sentence on a consolidation that is cited though the table holds a newer one, or an empty text."""
    match = _CONSOLIDATION.search(text)
    cited = f"{match.group(1)}/{match.group(2) or match.group(3)}" if match else newest
    return "" if not newest or cited == newest else f"Teksten nævner lovbekendtgørelse nr. {cited}. Tabellens nyeste er nr. {newest}."
