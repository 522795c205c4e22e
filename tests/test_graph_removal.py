"""Taking an intervention out empties exactly its cells, traces and pairs: compared with counts made here of the facts alone.

Why the counts share nothing with the product but its facts, links and vocabularies: a fault in the indexes that make the analyses fast
must not be in both.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product

import pytest

from corpus.document import Document
from graph.coverage import coverage_of
from graph.fact import Fact
from graph.goals import Goal
from graph.inference import infer
from graph.offers import offers_of
from graph.overlap.overlaps import find_overlaps
from graph.trace import Trace
from graph.tracing import Tracing
from ontology.vocabulary import read_vocabulary

DRAWN = 5  # of the other interventions, the same in every run
GROUPS = {"Kommende forældre og børn op til 5 år": (0, 5), "Skolebarnet fra 6-13 år": (6, 13), "Unge fra 14 til 18 år": (14, 18)}
SUREST = ("stated", "reviewed", "inferred")
OFFERS = {"Intervention", "ContactPoint", "Organisation"}
LIMITS = {"age_min", "age_max", "grade_min", "grade_max", "school", "district", "citywide", "ladder_step"}
MONEY = ("part_of", "funding_kind", "funding_period", "funding_amount")
EVERY_SCHOOL = "alle almene folkeskoler"


class Run:
    """All that follows from some facts."""

    def __init__(self, facts: Sequence[Fact], documents: Sequence[Document]) -> None:
        self.facts, self.links, offers = list(facts), infer(facts, documents), offers_of(facts)
        self.rows = [*self.facts, *self.links]
        tracing = Tracing(self.rows, documents)
        self.goals, self.traces = tracing.goals, tracing.traces()
        self.cells = {(c.level, c.age_group, c.focus_area, c.district): (set(c.known), set(c.possible)) for c in coverage_of(self.rows, offers).cells()}
        self.overlaps = find_overlaps(offers, self.facts)

    @property
    def pairs(self) -> set[frozenset[str]]:
        return {frozenset((one.a, one.b)) for one in self.overlaps}


@pytest.fixture(scope="module")
def whole(facts: list[Fact], documents: list[Document]) -> Run:
    return Run(facts, documents)


def objects(rows: Iterable[Fact], subject: str, *relations: str) -> list[str]:
    return list(dict.fromkeys(row.object for row in rows if row.subject == subject and row.relation in relations and row.object))


def kinds(rows: Iterable[Fact]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.relation == "type" and row.object:
            found[row.subject].add(row.object)
    return found


def ten(facts: Sequence[Fact]) -> list[str]:
    """The interventions of the overview: those on the ladder that are described."""
    described = {fact.subject for fact in facts if fact.relation == "target_group" and fact.document == "praksisoverblik"}
    return sorted(described & {fact.subject for fact in facts if fact.relation == "ladder_step"})


def with_parts(name: str, facts: Sequence[Fact]) -> set[str]:
    """An intervention with all that is a part of nothing else."""
    gone, before = {name}, set[str]()
    helps = {fact.subject for fact in facts if (fact.relation, fact.object) == ("type", "Intervention")}
    while gone != before:
        before = set(gone)
        wholes = {other: set(objects(facts, other, "part_of", "variant")) & helps for other in helps}
        gone |= {other for other, above in wholes.items() if above and above <= gone}
    return gone


def counted_cells(facts: Sequence[Fact], links: Sequence[Fact]) -> dict[tuple[str, ...], tuple[set[str], set[str]]]:
    """Every cell with who is known to be in it and who may be, from the facts and the links of some names, by plain loops."""
    said = defaultdict(list)
    for fact in facts:
        said[fact.subject].append(fact)
    helps = {name for name, own in kinds(facts).items() if own & OFFERS}
    above = {name: [whole for whole in objects(said[name], name, "part_of") + objects(said[name], name, "variant") if whole in helps] for name in helps}
    variants = {whole: [part for part in helps if whole in above[part] and objects(said[part], part, "variant")] for whole in helps}
    towns = list(read_vocabulary("districts"))
    lies = {school.label: [town.label for town in towns if town.id in school.spatial] for school in read_vocabulary("schools")}

    def upwards(name: str) -> Iterator[str]:
        seen = []
        while name and name not in seen:
            seen.append(name)
            yield name
            name = next((whole for whole in above[name] if whole not in seen), "")

    def own_years(name: str) -> set[int]:
        bounds: dict[tuple[str, str, int], dict[str, int]] = defaultdict(dict)
        for one in (name, *variants[name]):
            for fact in said[one]:
                unit, _, side = fact.relation.partition("_")
                if unit in ("age", "grade") and fact.value is not None and (unit == "age" or one == name):
                    bounds[unit, one, fact.start][side] = int(fact.value) + (6 if unit == "grade" else 0)
        return {year for both in bounds.values() for year in range(both.get("min", 0), both.get("max", 99) + 1)}

    def own_towns(name: str) -> set[str]:
        if objects(said[name], name, "citywide") or EVERY_SCHOOL in objects(said[name], name, "school"):
            return {town.label for town in towns}
        words = objects(said[name], name, "district")
        schools = objects(said[name], name, "school")
        words += [where for school in schools for where in objects(said[school], school, "district") or lies.get(school, [])]
        return {town.label for town in towns for word in words if word.casefold() in (text.casefold() for text in town.texts())}

    pairs = {(fact.subject, fact.object) for fact in facts if fact.relation == "focus_area_level"}
    member = {(row.subject, row.relation, row.object) for row in (*facts, *links)}
    inside = {name for name in helps if any((name, "part_of", area) in member for area, _ in pairs) and any(r == "level" and s == name for s, r, _ in member)}
    cells = {(level or "", group, area, town.label): (set[str](), set[str]()) for area, level in pairs for group, town in product(GROUPS, towns)}
    for name in (one for one in inside if not inside & set(above[one])):
        years = next(filter(None, map(own_years, upwards(name))), set())
        places = next(filter(None, map(own_towns, upwards(name))), set())
        told = {word for fact in said[name] if fact.relation == "target_group" for word in re.findall(r"\w+", fact.quote.casefold())}
        at_school = bool(objects(said[name], name, "ladder_step")) or any(word.startswith(("elev", "skole")) for word in told)
        for level, group, area, town in cells:
            first, last = GROUPS[group]
            of_age = years & set(range(first, last + 1)) if years else last >= 6 or not at_school
            if (name, "part_of", area) in member and (name, "level", level) in member and of_age and (town in places or not places):
                cells[level, group, area, town][0 if years and places else 1].add(name)
    return cells


def counted_traces(goals: Sequence[Goal], facts: Sequence[Fact], links: Sequence[Fact]) -> dict[tuple[str, str], str]:
    """The surest basis on which each intervention carries each goal or focus area, by plain loops."""
    levelled = {fact.subject for fact in facts if fact.relation == "focus_area_level"}
    carriers = {name for name, own in kinds(facts).items() if "Intervention" in own and name[0].isupper() and "(" not in name and exists(name, goals, facts)}
    running = {fact.subject for fact in facts if fact.relation == "duration"}
    found: dict[tuple[str, str], str] = {}
    for row in (*facts, *links):
        ends = [(row.subject, row.object or "")] if row.relation == "part_of" and row.object in levelled else []
        for goal in goals if row.relation == "goal_of" and row.subject in {name for goal in goals for name in goal.names} else ():
            is_own = row.object in running or letters(row.object or "") in letters(goal.quote)
            if row.subject in goal.names and (row.rule or row.basis != "stated" or is_own):
                ends.append((row.object or "", goal.name))
        for name, goal_name in ends:
            if name in carriers:
                known = found.get((goal_name, name), SUREST[-1])
                found[goal_name, name] = min(known, row.basis, key=SUREST.index)
    return found


def exists(name: str, goals: Sequence[Goal], facts: Sequence[Fact]) -> bool:
    """Whether an intervention is more than words of a goal: it is named elsewhere too, or in a goal by a name of its own."""
    namings = [fact for fact in facts if (fact.subject, fact.relation, fact.object) == (name, "type", "Intervention")]
    if any(not any(goal.document == fact.document and goal.start < fact.end and fact.start < goal.end for goal in goals) for fact in namings):
        return True
    first, helps = name.split(), {fact.subject for fact in facts if (fact.relation, fact.object) == ("type", "Intervention")}
    own = rf"(?:[\w,;(] |['»\"]){re.escape(name)}"
    return not any(" ".join(first[:count]) in helps for count in range(1, len(first))) and any(re.search(own, fact.quote) for fact in namings)


def letters(words: str) -> str:
    return "".join(letter for letter in words.casefold().removeprefix("at ") if letter.isalnum())


def counted_ties(facts: Sequence[Fact]) -> set[frozenset[str]]:
    """The pairs tied by a school, step, paragraph, paper or way in, by a look at every pair."""
    said = defaultdict(list)
    for fact in facts:
        said[fact.subject].append(fact)
    helps = {name for name, own in kinds(facts).items() if "Intervention" in own}
    limited = {name for name in helps if any(fact.relation in LIMITS for fact in said[name])}
    above = {name: set(objects(said[name], name, "part_of", "variant")) for name in said}

    def is_name(name: str) -> bool:
        return "(" not in name and (name[0].isupper() or (" " not in name and len(name) >= 12 and name.endswith(("en", "et"))))

    def is_compared(name: str) -> bool:
        return not objects(said[name], name, "variant") and not above[name] & limited and (is_name(name) or not above[name])

    def every_whole(name: str) -> set[str]:
        found: set[str] = set()
        while more := {whole for one in (name, *found) for whole in above.get(one, ())} - found:
            found |= more
        return found

    ties: dict[str, set[str]] = {}
    schools: dict[str, set[str]] = {}
    for name in filter(is_compared, helps):
        ways = {fact.object for fact in said[name] if fact.relation == "referral_route" and f'"{fact.object}"' in fact.quote}
        papers = {paper for fact in said[name] if fact.relation in MONEY for paper in re.findall(r"\b[A-ZÆØÅ]{2}\d{2}\b", f"{fact.object} {fact.quote}")}
        laws = {law for law in objects(said[name], name, "legal_basis") if "§" in law}
        schools[name] = {school for school in objects(said[name], name, "school") if school == EVERY_SCHOOL or school[0].isupper()}
        ties[name] = {*schools[name], *objects(said[name], name, "ladder_step"), *laws, *papers, *filter(None, ways)}
    found = set()
    for one, other in combinations(ties, 2):
        all_meet_some = any(EVERY_SCHOOL in schools[x] and schools[y] for x, y in ((one, other), (other, one)))
        if (ties[one] & ties[other] or all_meet_some) and one not in every_whole(other) and other not in every_whole(one):
            found.add(frozenset((one, other)))
    return found


def traced(traces: Iterable[Trace]) -> dict[tuple[str, str], str]:
    return {(trace.node, trace.intervention): trace.basis for trace in traces if trace.kind != "formål"}


def test_counts_here_agree_with_the_analyses_of_all_documents(whole: Run) -> None:
    cells = counted_cells(whole.facts, whole.links)
    assert whole.cells == cells and sum(bool(known) for known, _ in cells.values()) > 50
    traces = counted_traces(whole.goals, whole.facts, whole.links)
    assert traced(whole.traces) == traces and len(traces) > 300
    ties, alike = counted_ties(whole.facts), {frozenset((one.a, one.b)) for one in whole.overlaps if one.shared["target"]}
    assert whole.pairs == ties | alike and ties - alike and alike - ties


def test_taking_an_intervention_out_empties_exactly_its_cells_traces_and_pairs(whole: Run, documents: list[Document]) -> None:
    of_overview = ten(whole.facts)
    assert len(of_overview) == 10
    helps = {name for name, own in kinds(whole.facts).items() if "Intervention" in own}
    apart = {name for name in helps if not helps & set(objects(whole.facts, name, "part_of", "variant"))}  # a part's words stay in its whole
    others = sorted({trace.intervention for trace in whole.traces} & apart - set(of_overview))
    assert len(others) > 20
    for name in (*of_overview, *random.Random(5).sample(others, DRAWN)):
        gone = with_parts(name, whole.facts)
        left = Run([fact for fact in whole.facts if not gone & {fact.subject, fact.object}], documents)
        links = [link for link in whole.links if not gone & {link.subject, link.object}]
        check_cells(whole, left, links, gone)
        check_traces(whole, left, links, gone)
        check_pairs(whole, left, gone)


def check_cells(whole: Run, left: Run, links: Sequence[Fact], gone: set[str]) -> None:
    """The cells are those counted of what is left, and those of the whole without what is gone."""
    assert left.cells == counted_cells(left.facts, links), gone
    assert left.cells == {cell: (known - gone, possible - gone) for cell, (known, possible) in whole.cells.items()}, gone
    emptied = {cell for cell, (known, _) in whole.cells.items() if known and not left.cells[cell][0]}
    assert emptied == {cell for cell, (known, _) in whole.cells.items() if known and known <= gone}


def check_traces(whole: Run, left: Run, links: Sequence[Fact], gone: set[str]) -> None:
    assert traced(left.traces) == counted_traces(left.goals, left.facts, links), gone
    assert traced(left.traces) == {trace: basis for trace, basis in traced(whole.traces).items() if trace[1] not in gone}, gone
    assert not {trace.intervention for trace in left.traces} & gone


def check_pairs(whole: Run, left: Run, gone: set[str]) -> None:
    alike = {frozenset((one.a, one.b)) for one in whole.overlaps if one.shared["target"] and not gone & {one.a, one.b}}
    assert left.pairs == counted_ties(left.facts) | alike, gone
    assert left.overlaps == [one for one in whole.overlaps if not gone & {one.a, one.b}], gone
