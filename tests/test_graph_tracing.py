"""Traces, gaps and cells: values against the documents."""

from __future__ import annotations

import json

import pytest

from corpus.catalogue import read_catalogue
from corpus.document import Document
from graph.analyses import Analyses, analyse
from graph.coverage import Coverage, age_groups, coverage_of
from graph.drawing import INTERVENTION, layered
from graph.extraction import extract_facts
from graph.fact import Fact
from graph.gaps import gaps_of
from graph.inference import infer
from graph.offers import offers_of
from graph.trace import Gap, Trace
from graph.tracing import Tracing

BASE = "https://trivselsgrafen.example/"
DOCUMENTS = list(read_catalogue())
FACTS = extract_facts(DOCUMENTS)


class Run:
    """Everything that follows from some facts."""

    def __init__(self, facts: list[Fact]) -> None:
        self.facts = facts
        self.links = infer(facts, DOCUMENTS)
        self.tracing = Tracing([*facts, *self.links], DOCUMENTS)
        self.traces = self.tracing.traces()
        self.coverage = coverage_of([*facts, *self.links], offers_of(facts))

    @property
    def said(self) -> set[tuple[str, str, str, str]]:
        return {(trace.node, trace.kind, trace.intervention, trace.basis) for trace in self.traces}


WHOLE = Run(FACTS)
CARRIERS = sorted({trace.intervention for trace in WHOLE.traces})


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {document.id: document for document in DOCUMENTS}


@pytest.fixture(scope="module")
def gaps() -> list[Gap]:
    return gaps_of(WHOLE.tracing, WHOLE.traces)


def of(goal: str) -> dict[str, Trace]:
    return {trace.intervention: trace for trace in WHOLE.traces if trace.goal.startswith(goal)}


def test_goal_that_names_an_intervention_is_stated() -> None:
    found = of("At fortsætte udviklingen af Mangfoldige")
    assert {name: trace.basis for name, trace in found.items()} == {"Mangfoldige børnefællesskaber": "stated"}
    assert "Mangfoldige Børnefællesskaber" in found["Mangfoldige børnefællesskaber"].quote


def test_goal_in_the_words_of_an_intervention_is_inferred_and_tells_the_words() -> None:
    trace = of("At understøtte eksisterende og nye fællesskaber")["Fællesskaber for minoritetsældre"]
    assert trace.basis == "inferred" and "»minoritetsetniske ældre som ønsker at blive del af et fællesskab«" in (trace.link.reason or "")


def test_focus_area_leads_over_a_level_to_an_intervention_and_its_laws() -> None:
    trace = of("Hjælp til dem, der har det sværest")["U-Start"]
    assert [(step.kind, step.object, step.basis) for step in trace.via] == [
        ("level", "Svær mistrivsel", "stated"), ("intervention", "U-Start", "inferred"), ("intervention", "U-Start", "inferred"),
    ]  # fmt: skip
    assert {"Barnets lov § 30", "Folkeskoleloven § 23"} <= {step.object for step in trace.laws}


def test_every_step_has_its_words(documents: dict[str, Document]) -> None:
    steps = [step for trace in WHOLE.traces for step in (*trace.via, *trace.laws)]
    assert len(steps) > 1000
    for step in steps:
        assert documents[step.document].text[step.start:step.end] == step.quote != "", step
        assert step.basis in ("stated", "reviewed", "inferred") and 0 < step.confidence <= 1
        assert step.basis != "inferred" or (step.reason and step.reason.endswith("."))


def test_traces_are_kept_once_and_only_named_things_carry() -> None:
    pairs = [(trace.node, trace.kind, trace.intervention) for trace in WHOLE.traces]
    assert len(pairs) == len(set(pairs))
    assert all(name[0].isupper() and "(" not in name for name in CARRIERS)


def test_plan_that_runs_carries_the_goals_set_for_it_and_a_policy_does_not() -> None:
    assert {name: trace.basis for name, trace in of("Et natteliv for alle").items()} == {"Restaurations- og Nattelivsplan 2025": "stated"}
    assert "Politik for Udsatte Byområder" not in CARRIERS


def test_goal_that_shares_one_word_with_a_longer_name_does_not_name_it() -> None:
    assert "Flere i dagtilbud" not in of("At sikre den bedste start på børnelivet")


def test_what_only_goals_speak_of_carries_nothing_but_a_proper_name_does() -> None:
    assert not {"Indsatserne målrettet udsatte voksnes inklusion i kultur- og fritidslivet", "FerieCamp med kulturfokus"} & set(CARRIERS)
    assert of("At understøtte arbejdet med at sikre, at langt flere nyankomne")["Assak"].basis == "stated"


def test_gaps_name_what_is_planned_and_not_described(gaps: list[Gap]) -> None:
    (gap,) = [gap for gap in gaps if gap.goal.startswith("Styrke samarbejdet med skolerne")]
    assert gap.coverage == "none" and "»fælles kulturvejlederuddannelse«" in gap.why


def test_part_of_a_goal_can_be_left_open(gaps: list[Gap]) -> None:
    partial = {(gap.goal, gap.part_of) for gap in gaps if gap.coverage == "partial"}
    sleep = next(part_of for goal, part_of in partial if goal == "søvn")
    assert "leg og bevægelse" in sleep and "Aktive Børn i Forening" in of(sleep)
    assert any(goal == "ungdomsuddannelse" and "handle på tidlige tegn på mistrivsel" in part_of for goal, part_of in partial)


def test_gap_and_trace_exclude_each_other(gaps: list[Gap]) -> None:
    carried = {trace.node for trace in WHOLE.traces}
    bare = {gap.node for gap in gaps if gap.coverage == "none"}
    assert len(bare) > 15 and not bare & carried
    assert {gap.node for gap in gaps if gap.coverage == "partial"} <= carried


def key(cell: object) -> tuple[str, ...]:
    return tuple(getattr(cell, name) for name in ("level", "age_group", "focus_area", "district"))


def test_drawing_keeps_the_order_of_the_traces_and_no_box_covers_another() -> None:
    traces = [trace for trace in WHOLE.traces if trace.goal == "Fælles ansvar"]
    drawing = layered(traces)
    column = [box for box in drawing.boxes if box.column == INTERVENTION]
    assert [box.name for box in column] == [trace.intervention for trace in traces]
    assert all(one.y + one.height < other.y for one, other in zip(column, column[1:]))
    assert {curve.basis for curve in drawing.curves if not curve.is_way} == {"inferred"}


def test_matrix_values() -> None:
    assert [(group.youngest, group.oldest) for group in age_groups(FACTS)] == [(0, 5), (6, 13), (14, 18)]
    cells = {key(cell): cell for cell in WHOLE.coverage.cells()}
    amager = cells["Svær mistrivsel", "Skolebarnet fra 6-13 år", "Hjælp til dem, der har det sværest", "Amager"]
    elsewhere = cells["Svær mistrivsel", "Skolebarnet fra 6-13 år", "Hjælp til dem, der har det sværest", "City-Østerbro"]
    assert (amager.state, elsewhere.state) == ("én indsats", "tom")
    assert any(cell.state == "dækket" and len(cell.known) > 1 for cell in cells.values())
    assert amager.known == ("U-Start",) and elsewhere.known == () and "Skoleflex indsatser" in elsewhere.possible


def test_analyses_survive_their_file_and_come_out_the_same_each_time() -> None:
    analyses = analyse(DOCUMENTS, FACTS, WHOLE.links, offers_of(FACTS), BASE)
    text = json.dumps(analyses.to_json(), ensure_ascii=False)
    assert Analyses.from_json(json.loads(text)) == analyses
    assert json.dumps(analyse(DOCUMENTS, list(FACTS), WHOLE.links, offers_of(FACTS), BASE).to_json(), ensure_ascii=False) == text
    assert {goal.path.partition("/")[0] for goal in analyses.goals} >= {"maal", "fokusomraade", "pejlemaerke"}
    assert isinstance(analyses.coverage, Coverage) and "Natcaféen" in analyses.orphans
