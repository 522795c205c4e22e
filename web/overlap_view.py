"""Overlaps as the pages show them: the list, the matrix, and two interventions side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from werkzeug.datastructures import MultiDict

from graph.offer import Offer
from graph.overlap.pair import SAME_STEP, Overlap
from graph.overlap.scoring import WEIGHTS
from web.citations import Citation, Statement, cite, statements
from web.comparisons import ASPECT_NAMES, OVERLAP_KINDS, score_words
from web.graph_access import graph_reader, path_of
from web.offer_view import facts_of
from web.startup import Service

PER_PAGE = 22  # pairs in the list and rows in the matrix
GREAT, SOME = 0.5, 0.3  # scores from which an overlap is called great, and some; the list shows the latter until less is asked for
GROUPS = {  # title, what it holds in words where the title does not say it, and the aspects: together all that a score is made of
    "behov": ("Behov", "", ("target",)),
    "maalgruppe": ("Målgruppe", "alder", ("ages",)),
    "sted": ("Sted", "skoler og bydele", ("schools", "districts")),
    "metode": ("Metode", "indgang, trin, lov og penge", ("methods", "entrances", "steps", "laws", "funding")),
}
_SIDES = (
    ("Til hvem", ("target_group", "age_min", "age_max", "grade_min", "grade_max")), ("Til hvem ikke", ("exclusion",)), ("Hvor", ("district", "citywide", "school")),
    ("Hvordan", ("defines",)), ("Hvor længe", ("duration",)), ("Trin", ("ladder_step",)), ("Lovgrundlag", ("legal_basis",)),
    ("Finansiering", ("funding_kind", "funding_amount", "funding_period")), ("Sådan henviser du", ("referral_route",)),
)  # fmt: skip
_MOST = 4  # statements of one field of one side, and interventions most like one


@dataclass(frozen=True)
class Choice:
    """What is compared and shown: groups of aspects, the least score, the kind and the page."""

    groups: tuple[str, ...]
    least: float
    kind: str
    page: int

    @classmethod
    def of(cls, arguments: MultiDict[str, str]) -> Choice:
        """The choice that the address tells; what makes no sense is left out."""
        groups = tuple(name for name in GROUPS if name in arguments.getlist("paa"))
        least = arguments.get("fra", str(SOME)).replace(",", ".")
        page = arguments.get("side", "1")
        return cls(
            groups or tuple(GROUPS),
            min(1.0, float(least)) if least.replace(".", "", 1).isdigit() else 0.0,
            arguments.get("slags", "") if arguments.get("slags") in OVERLAP_KINDS else "",
            max(1, int(page)) if page.isdigit() and len(page) < 6 else 1,
        )

    @property
    def aspects(self) -> tuple[str, ...]:
        return tuple(aspect for name in self.groups for aspect in GROUPS[name][-1])

    @property
    def least_words(self) -> str:
        """The least score as one writes it: "0,3"."""
        return score_words(self.least).rstrip("0").rstrip(",")

    def query(self, page: int | None = None) -> dict[str, str | list[str]]:
        """The arguments of an address with this choice."""
        told: dict[str, str | list[str]] = {} if len(self.groups) == len(GROUPS) else {"paa": list(self.groups)}
        if self.least != SOME:
            told["fra"] = self.least_words
        if self.kind:
            told["slags"] = self.kind
        return {**told, **({"side": str(page)} if page and page > 1 else {})}


EVERYTHING = Choice(tuple(GROUPS), 0.0, "", 1)


@dataclass(frozen=True)
class PairRow:
    """A pair in the list; ``score`` counts only what is compared."""

    overlap: Overlap
    score: float
    url: str

    @property
    def score_words(self) -> str:
        return score_words(self.score)

    @property
    def size(self) -> str:
        """The score as a word."""
        return "Stort overlap" if self.score >= GREAT else "Noget overlap" if self.score >= SOME else "Lille overlap"

    @property
    def kind(self) -> str:
        return OVERLAP_KINDS[self.overlap.kind]

    @property
    def shared(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(ASPECT_NAMES[name], self.overlap.shared[name]) for name in ASPECT_NAMES if self.overlap.shared[name]]


@dataclass(frozen=True)
class Matrix:
    """``cells[i][j]`` is the pair of row ``i`` and column ``j``, or None."""

    rows: tuple[Offer, ...]
    columns: tuple[Offer, ...]
    cells: tuple[tuple[PairRow | None, ...], ...]


@dataclass(frozen=True)
class Side:
    """One field of two interventions side by side."""

    name: str
    a: tuple[Statement, ...]
    b: tuple[Statement, ...]


def rows_of(service: Service, choice: Choice) -> list[PairRow]:
    """The pairs that share something of what is compared, the most alike first; pairs of nothing but a step come last, as they are stored."""
    weight = sum(WEIGHTS[aspect] for aspect in choice.aspects)
    ids = {offer.label: offer.id for offer in service.index.offers.values()}
    rows = []
    for overlap in service.overlaps:
        score = sum(overlap.parts.get(aspect, 0.0) for aspect in choice.aspects) / weight
        if score and score >= choice.least and choice.kind in ("", overlap.kind) and {overlap.a, overlap.b} <= ids.keys():
            url = url_for("overlap_pages.pair", a=ids[overlap.a], b=ids[overlap.b])
            rows.append(PairRow(overlap, round(score, 3), url))
    return rows if len(choice.groups) == len(GROUPS) else sorted(rows, key=lambda row: -row.score)


def likest_of(service: Service, offer: Offer) -> list[tuple[Offer, PairRow]]:
    """The interventions most like one, with the pair they make; those that share nothing but a step are left out."""
    by_name = {one.label: one for one in service.index.offers.values()}
    rows = [row for row in rows_of(service, EVERYTHING) if offer.label in (row.overlap.a, row.overlap.b) and row.overlap.kind != SAME_STEP]
    return [(by_name[row.overlap.b if row.overlap.a == offer.label else row.overlap.a], row) for row in rows[:_MOST]]


def page_of(rows: Sequence[PairRow], page: int) -> Sequence[PairRow]:
    """The rows of a page, numbered from 1."""
    return rows[(page - 1) * PER_PAGE:page * PER_PAGE]


def matrix_of(service: Service, rows: Sequence[PairRow], page: int) -> Matrix:
    """The matrix of the interventions with the greatest overlaps, each pair once: in the row of the later of the two."""
    by_name = {offer.label: offer for offer in service.index.offers.values()}
    order = {name: place for place, name in enumerate(dict.fromkeys(name for row in rows for name in (row.overlap.a, row.overlap.b)))}
    pairs = {tuple(sorted((row.overlap.a, row.overlap.b), key=order.__getitem__)): row for row in rows}
    chosen = list(order)[(page - 1) * PER_PAGE:page * PER_PAGE]
    met = {first for first, later in pairs if later in chosen}
    columns = [name for name in order if name in met]
    cells = tuple(tuple(pairs.get((column, row)) for column in columns) for row in chosen)
    return Matrix(tuple(by_name[name] for name in chosen), tuple(by_name[name] for name in columns), cells)


def find_pair(service: Service, a: Offer, b: Offer) -> Overlap | None:
    """The overlap of two interventions, in either order."""
    return next((overlap for overlap in service.overlaps if {overlap.a, overlap.b} == {a.label, b.label}), None)


def quotes_of(service: Service, overlap: Overlap) -> list[tuple[str, Citation]]:
    """What shows the overlap: the intervention each quote is about, and the quote."""
    return [(quote.about, cite(service, quote.document, quote.start, quote.end)) for quote in overlap.quotes]


def pair_query(a: Offer, b: Offer) -> str:
    """A SPARQL query for what the graph states of both, by name."""
    base = graph_reader().base
    told = "\n".join(f"  <{base}{path_of(offer)}> ?egenskab ?faelles ." for offer in (a, b))
    label = "  ?faelles <http://www.w3.org/2004/02/skos/core#prefLabel> ?navn .\n  FILTER(LANG(?navn) != \"en\")"
    return f"SELECT DISTINCT ?egenskab ?faelles ?navn WHERE {{\n{told}\n{label}\n}}\nORDER BY ?egenskab ?navn"


def sides_of(service: Service, a: Offer, b: Offer) -> list[Side]:
    """Both interventions field by field, where the documents say something of one of them."""
    facts = [facts_of(service, offer) for offer in (a, b)]
    sides = []
    for name, relations in _SIDES:
        said = [tuple(statements(service, (fact for fact in own if fact.relation in relations))[:_MOST]) for own in facts]
        if any(said):
            sides.append(Side(name, *said))
    return sides
