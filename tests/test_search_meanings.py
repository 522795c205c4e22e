"""What sentences mean is the same whoever looks at them: the process that builds, or others beside it."""

from __future__ import annotations

import pytest

from search.lexicon import Entry, Lexicon, tokens
from search.meanings import Spoken

LABELS = [("fravaer", "skolefravær"), ("fravaer", "kommer ikke i skole"), ("angst", "angst"), ("angst", "bange for at gå hjemmefra")]
SENTENCES = ["Skolefravær og angst.", "Han kommer ikke længere i skolen.", "Intet af det.", "Angst", "Skolefravær og angst.", "ANGST 😀"]
MANY = [f"Han er bange for at gå hjemmefra, kommer ikke i skole og har skolefravær og angst på {number}. dag." for number in range(1500)]


@pytest.fixture(scope="module")
def needs(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    folder = tmp_path_factory.mktemp("labels") / "needs"
    Lexicon.build(folder, (Entry(concept, text, tuple(part for _, part in tokens(text)), 1.0) for concept, text in LABELS))
    return Lexicon(folder)


def test_helpers_find_what_one_process_finds(needs: Lexicon) -> None:
    sentences = [*SENTENCES, *MANY]  # more than a helper is handed at once
    alone, shared = Spoken(needs, {}), Spoken(needs, {})
    shared.look_at(sentences, many=2)
    assert list(shared.met) == list(dict.fromkeys(sentences))
    assert shared.met == {sentence: tuple((match.concept, match.score) for match in needs.find(sentence)) for sentence in sentences}
    assert {sentence: tuple(alone.of(sentence)) for sentence in sentences} == shared.met
    assert [concept for concept, _ in shared.of("Skolefravær og angst.")] == ["angst", "fravaer"] and shared.of("Intet af det.") == ()


def test_what_an_earlier_build_found_is_not_looked_for_again(needs: Lexicon) -> None:
    spoken = Spoken(needs, {"Angst": [("sorg", 0.5)]})
    spoken.look_at(SENTENCES, many=1)
    assert "Angst" not in spoken.met and len(spoken.met) == 4
    assert spoken.of("Angst") == [("sorg", 0.5)] == spoken.met["Angst"]


def test_few_sentences_wait_until_they_are_asked_for(needs: Lexicon) -> None:
    spoken = Spoken(needs, {})
    spoken.look_at(SENTENCES)
    assert spoken.met == {}
