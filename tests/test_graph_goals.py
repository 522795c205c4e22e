"""Which sentences are goals: commitments by their form, one goal a sentence, and what is set for the whole document."""

from __future__ import annotations

import pytest

from corpus.document import Document, Source
from corpus.markup import read_pieces
from corpus.reader import read_document
from graph.extractors import commitments
from graph.fact import Fact
from graph.goals import AIM, MARK, OVERALL, Goal, areas_of, goals_of
from graph.inference import infer

STRATEGY = """
Søstrategi 2030

# Forord

Vi vil fortsætte arbejdet ved havnen i mange år endnu.

# Vores fokusområder

## Rent vand

### Niveau

Trivsel
Let mistrivsel

### Det, vi sigter mod

Vi ønsker, at alle kan bade i havnen hele året.

### Sådan gør vi

Vi vil måle vandet hver uge i sommerhalvåret. I dag kan vi se, at vandet er blevet renere. Samtidig etablerer vi en vagt ved havnen for badegæster.
Vandet har været urent i mange år før kloakkerne. Ved at måle oftere skal ingen have bange anelser.
"""


@pytest.fixture(scope="module")
def goals(facts: list[Fact], documents: list[Document]) -> list[Goal]:
    return goals_of([*facts, *infer(facts, documents)], documents)


def test_commitments_are_read_by_their_form() -> None:
    document = read_document(Source("soe", "Søstrategi 2030", "Havnen", "2030", "gældende"), read_pieces(STRATEGY))
    found = {fact.quote: fact.object for fact in commitments.extract(document) if fact.relation == "goal_of"}
    assert found == {
        "Vi vil fortsætte arbejdet ved havnen i mange år endnu.": "Søstrategi 2030",
        "Vi vil måle vandet hver uge i sommerhalvåret.": "Rent vand",
        "Samtidig etablerer vi en vagt ved havnen for badegæster.": "Rent vand",
    }


def test_an_item_is_a_goal_by_the_sentence_that_opens_its_list(facts: list[Fact]) -> None:
    said = {fact.relation: fact.quote for fact in facts if fact.subject.startswith("De fire forvaltninger opbygger")}
    assert said["type"].startswith("Vi forpligter os konkret til, at:\n\n- De fire politiske udvalg") and said["type"].endswith(said["goal_of"])
    assert said["goal_of"].startswith("De fire forvaltninger opbygger")


def test_documents_without_levels_make_no_commitments(documents: list[Document]) -> None:
    assert {document.id for document in documents if list(commitments.extract(document))} == {"trivselsstrategi"}


def test_every_goal_is_a_run_of_its_document(goals: list[Goal], documents: list[Document]) -> None:
    texts = {document.id: document.text for document in documents}
    assert len(goals) > 120
    assert all(texts[goal.document][goal.start:goal.end] == goal.quote != "" for goal in goals)
    spans = sorted((goal.document, goal.start, goal.end) for goal in goals)
    assert all(one[0] != other[0] or one[2] <= other[1] for one, other in zip(spans, spans[1:]))


def test_sentence_read_as_several_facts_is_one_goal(goals: list[Goal]) -> None:
    (found,) = [goal for goal in goals if "bygge bro mellem tilbud" in goal.quote]
    assert found.words.startswith("Samtidig vil vi have fokus på at bygge bro mellem tilbud")
    assert len(found.names) == 2 and found.holder == "Hjælp til dem, der har det sværest" and found.kind == AIM


def test_a_means_is_no_goal(goals: list[Goal]) -> None:
    assert not [goal for goal in goals if goal.quote.startswith("Det vil vi bl.a. gøre ved at")]


def test_marks_items_and_commitments_after_the_areas_are_all_there(goals: list[Goal]) -> None:
    assert sum(goal.kind == MARK for goal in goals) == 7
    assert {"Et grønnere natteliv", "Styrket børne- og ungeliv"} <= {goal.words for goal in goals if goal.holder == "By og bolig"}
    follow_up = [goal for goal in goals if goal.quote.startswith("De fire forvaltninger")]
    assert [goal.kind for goal in follow_up] == [AIM]


def test_what_is_said_before_the_first_area_is_overall(goals: list[Goal]) -> None:
    overall = {goal.quote: goal.binds for goal in goals if goal.kind == OVERALL}
    assert overall["I København skal børn og unge trives."] is False
    assert overall["Vi skal sætte ind med den mindst indgribende indsats for børn og unge, der oplever trivselsudfordringer."] is True


def test_only_areas_with_levels_are_goals_of_their_own(facts: list[Fact]) -> None:
    assert [area.name for area in areas_of(facts)] == [
        "Rammer, der styrker trivsel", "Positive fællesskaber for alle", "Tidlig hjælp, der forebygger", "Hjælp til dem, der har det sværest", "Fælles ansvar",
    ]  # fmt: skip


def test_goal_survives_its_row(goals: list[Goal]) -> None:
    assert [Goal.from_json(goal.to_json()) for goal in goals] == goals
