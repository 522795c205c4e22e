"""What is known of the editions of laws, read from ``consolidations.ttl``: a short table with a date, and nothing beyond it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from rdflib import DCTERMS, RDF, SKOS, Graph, Namespace
from rdflib.term import Node

from ontology.names import TG
from ontology.vocabulary import VocabularyError, from_vocabularies, parse_turtle, read_vocabulary

LAW_TABLE = Path(__file__).parent / "consolidations.ttl"
IN_FORCE, PARTLY, REPEALED = "gældende", "delvist afløst", "ophævet"
_TG = Namespace(TG)


@dataclass(frozen=True)
class LawStatus:
    """``since`` is an ISO date; consolidations are written number/year; ``successor`` is the label of the law that took over."""

    law: str
    status: str
    since: str
    note: str
    successor: str = ""
    newest: str = ""
    former: tuple[str, ...] = ()


@dataclass(frozen=True)
class LawTable:
    """``date`` is the ISO date on which the table was last looked over."""

    date: str
    rows: dict[str, LawStatus] = field(default_factory=dict)


@from_vocabularies
def read_law_table(path: Path = LAW_TABLE) -> LawTable:
    """The table, its rows by the law's preferred label.

    Raises VocabularyError when the file is missing or broken, has no date, or a row has a status that is not known.
    """
    graph = parse_turtle(path)
    labels = {concept.iri: concept.label for concept in read_vocabulary("laws")}
    table = graph.value(None, RDF.type, _TG.LawTable)
    date = graph.value(table, DCTERMS.modified) if table is not None else None
    if date is None:
        raise VocabularyError(f"{path.name}: lovtabellen skal have en dato (dct:modified). Ret filen, og prøv igen.")
    rows = [_row(graph, node, labels, path.name) for node in graph.subjects(_TG.lawStatus)]
    return LawTable(str(date), {row.law: row for row in sorted(rows, key=lambda row: row.law)})


def _row(graph: Graph, node: Node, labels: dict[str, str], file: str) -> LawStatus:
    status = str(graph.value(node, _TG.lawStatus))
    if str(node) not in labels or status not in (IN_FORCE, PARTLY, REPEALED):
        raise VocabularyError(f"{file}: »{node}« skal være en lov fra laws.ttl med status {IN_FORCE}, {PARTLY} eller {REPEALED}. Ret filen, og prøv igen.")
    return LawStatus(
        law=labels[str(node)],
        status=status,
        since=str(graph.value(node, _TG.since) or ""),
        note=str(graph.value(node, SKOS.note) or ""),
        successor=labels.get(str(graph.value(node, _TG.successor)), ""),
        newest=str(graph.value(node, _TG.newestConsolidation) or ""),
        former=tuple(sorted(str(value) for value in graph.objects(node, _TG.formerConsolidation))),
    )
