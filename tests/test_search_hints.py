"""The second look: what the learnt weights find where no cue does, how they are learnt, and that they are there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.danish import words
from corpus.document import Document
from graph.fact import Fact
from ontology.concept import Concept, Label
from ontology.lint import lint
from ontology.vocabulary import read_vocabulary
from search.cues import CueReader
from search.embedder import ModelError
from search.hint_training import CRISIS, CRISIS_NEEDS, EXAMPLES, HARMLESS, HINT, NEEDS, UNDECIDED, _harmless, spoken, train_hints
from search.hints import Features, Hints
from search.safety import Safety
from search.safety_data import cue_data, safety_data

QUIET = "Vi har holdt møde om lektier og skema, og klassen skal snart på lejrskole til Bornholm med de andre hold. "


@pytest.fixture(scope="module")
def learnt(documents: list[Document], facts: list[Fact]) -> Safety:
    """The rule without its cues: only what was learnt speaks."""
    data: dict[str, Any] = json.loads(json.dumps(safety_data(read_vocabulary("safety"), documents, facts)))
    data["phrases"] |= {"Hint": [], "Crisis": []}
    return Safety(data)


def kinds(safety: Safety, text: str) -> set[str]:
    return {notice.kind for notice in safety.notices(text)}


@pytest.mark.parametrize(
    "text",
    [
        "papfar hamrede hans ansigt ned i bordpladen",
        "tvillingerne gemmer sig i klædeskabet hver gang moren kommer fuld hjem",
        "hendes fætre overvåger hende og fortæller alt videre til familien",
        "familien har udpeget en ægtemand til hende i Afghanistan",
        "hendes svoger rørte ved hende under dynen",
        "the stepfather dragged her by the hair into the kitchen",
    ],
)
def test_a_hint_is_known_without_cues(learnt: Safety, text: str) -> None:
    assert kinds(learnt, text) == {"safety"}


@pytest.mark.parametrize("text", ["hun skriver at hun vil sove for altid", "min elev har ridset sig på lårene med et barberblad", "den vordende mor drikker vin hver dag"])
def test_a_crisis_is_told_from_a_hint(learnt: Safety, text: str) -> None:
    assert kinds(learnt, text) == {"crisis"}


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "🙂", "x" * 4000, "kniv og gaffel", "dreng i 8. klasse har 40 procent fravær", "hun er ensom og har ingen venner", "far henter ham hver dag fra fodbold",
        "min datter græder når jeg afleverer hende i vuggestuen", "hvilke skoler har fraværsrådgivere", "he is afraid of dogs", "storesøster skal giftes til sommer og glæder sig",
    ],
)  # fmt: skip
def test_everyday_questions_are_quiet_without_cues(learnt: Safety, text: str) -> None:
    assert kinds(learnt, text) == set()


def test_one_sentence_on_danger_does_not_drown_in_others(learnt: Safety) -> None:
    assert kinds(learnt, QUIET * 8) == set()
    assert kinds(learnt, QUIET * 4 + "Pigen siger at far slog hende med en sko. " + QUIET * 4) == {"safety"}


def test_words_that_a_harmless_use_explains_are_left_out() -> None:
    reader, features = CueReader(cue_data(read_vocabulary("safety"))), Features()
    said = reader.read("holdet slog rekord i går")
    found = features.of(words("holdet slog rekord i går"), said, reader.explained(said))
    assert [bool(place) for place in found] == [True, False, False, True, True]


def test_an_example_stands_for_sentences_with_each_alternative() -> None:
    told = list(spoken("far|mor slår ham|de_små|os"))
    assert {sentence.split()[0] for sentence in told} == {"far", "mor"}
    assert {sentence.split("slår ")[1] for sentence in told} == {"ham", "de små", "os"}
    assert list(spoken("hun er bange")) == ["hun er bange"]


def concept(kind: str, *texts: str) -> Concept:
    return Concept(kind, kind, tuple(Label(text, "da", "everyday") for text in texts), kind)


def test_the_same_examples_give_the_same_weights_that_tell_danger_from_none(tmp_path: Path) -> None:
    examples = [
        concept(HINT, "far|mor slår|sparker ham|hende", "onkel|bror truer hende|barnet"),
        concept(CRISIS, "hun|han vil dø|forsvinde", "skærer i sig|armen"),
        concept(HARMLESS, "far|mor henter|følger ham|hende", "vi læser|spiller i skolen|klubben"),
    ]
    cues = read_vocabulary("safety")
    for name in ("one", "other"):
        train_hints(tmp_path / name, examples, [], {"lektier": ["hvem hjælper med lektier"]}, cues)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
    hints, reader = Hints.load(tmp_path / "one"), CueReader(cue_data(cues))

    def odds(text: str) -> tuple[float, float]:
        return hints.odds(Features().of(words(text), reader.read(text), ()))

    assert odds("bror sparker barnet")[0] > 0 > odds("mor følger barnet i skolen")[0]
    assert odds("han vil forsvinde")[1] > 0 > odds("far sparker hende")[1]


def test_questions_to_what_is_asked_for_in_danger_are_no_everyday_questions() -> None:
    """Beside "far slår ham" the quiet ones may hint at it too, also where another entry answers them as well."""
    asked = {"vold": ["far slår ham", "han dukker hovedet"], "lektier": ["hvem hjælper med lektier", "han dukker hovedet"], "mere": ["hvem hjælper med lektier"]}
    assert _harmless(CueReader(cue_data(read_vocabulary("safety"))), asked) == ["hvem hjælper med lektier"]


def test_missing_and_damaged_weights_are_told(tmp_path: Path) -> None:
    damaged = tmp_path / "hints.safetensors"
    for content in (None, b"", b"\x08\x00\x00\x00\x00\x00\x00\x00{}      "):
        if content is not None:
            damaged.write_bytes(content)
        with pytest.raises(ModelError, match="hints.safetensors kan ikke læses.*trivsel train"):
            Hints.load(damaged)


def test_examples_are_clean_and_name_needs_that_exist() -> None:
    assert lint(EXAMPLES.parent) == []
    named = {kind: [code for each in read_vocabulary("hints", EXAMPLES.parent) if each.kind == kind for code in each.texts("notation")] for kind in (NEEDS, CRISIS_NEEDS, UNDECIDED)}
    known = {need.id for need in read_vocabulary("needs")}
    every = [code for codes in named.values() for code in codes]
    assert "fysisk_vold" in named[NEEDS] and "selvskade" in named[CRISIS_NEEDS]
    assert set(every) <= known and len(every) == len(set(every))
