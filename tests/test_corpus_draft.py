"""Drafts: repairs stay in step with the text through every change."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Repair
from corpus.draft import Draft, place


def in_step(draft: Draft) -> bool:
    return all(draft.text[repair.start:repair.end] == repair.after for repair in draft.repairs)


def undone(draft: Draft) -> str:
    """The text with every outermost repair taken back."""
    raw, at = "", 0
    for repair in sorted(draft.repairs, key=place):
        if repair.start >= at:
            raw += draft.text[at:repair.start] + repair.before
            at = repair.end
    return raw + draft.text[at:]


def test_replacing_records_the_raw_wording() -> None:
    draft = Draft("paragraph", "en tryk by")
    draft.replace(3, 7, "tryg", "læsefejl")
    assert (draft.text, draft.repairs) == ("en tryg by", [Repair(3, 7, "tryk", "tryg", "læsefejl")])


def test_repairs_behind_a_change_move_and_those_before_it_stay() -> None:
    draft = Draft("paragraph", "aa bb cc")
    draft.replace(0, 2, "a", "r")
    draft.replace(5, 7, "cccc", "r")
    draft.replace(2, 4, "", "r")
    assert draft.text == "a  cccc"
    assert sorted((repair.start, repair.end, repair.before) for repair in draft.repairs) == [(0, 1, "aa"), (2, 2, "bb"), (3, 7, "cc")]


def test_repair_within_a_repair_makes_the_outer_one_grow() -> None:
    draft = Draft("paragraph", "[en tryk, blandet by](#)")
    draft.substitute(re.compile(r"\[(.*)\]\(#\)"), r"\1", "sporet indsættelse")
    draft.substitute(re.compile("tryk"), "tryghedsskabende", "læsefejl")
    outer, inner = draft.repairs
    assert (outer.before, outer.after) == ("[en tryk, blandet by](#)", "en tryghedsskabende, blandet by")
    assert (inner.before, inner.after, inner.start) == ("tryk", "tryghedsskabende", 3)


def test_repair_over_a_repair_keeps_what_the_source_said() -> None:
    draft = Draft("paragraph", "en tryk, tryghed her")
    draft.replace(3, 7, "tryg", "a")
    draft.replace(3, 16, "tryghed", "b")
    assert draft.repairs == [Repair(3, 10, "tryk, tryghed", "tryghed", "b")]


def test_neighbouring_matches_are_all_replaced() -> None:
    draft = Draft("paragraph", "~~a~~~~b~~c~~d~~")
    draft.substitute(re.compile("~~.*?~~"), "", "sporet sletning")
    assert draft.text == "c"
    assert sorted((repair.start, repair.before) for repair in draft.repairs) == [(0, "~~a~~"), (0, "~~b~~"), (1, "~~d~~")]


def test_same_wording_is_no_repair() -> None:
    draft = Draft("paragraph", "tryg by")
    draft.substitute(re.compile("tryg"), "tryg", "læsefejl")
    assert draft.repairs == []


def test_marks_go_without_a_repair_but_keep_the_others_in_step() -> None:
    draft = Draft("paragraph", "**en** tryk **by**")
    draft.substitute(re.compile("tryk"), "tryg", "læsefejl")
    draft.drop_marks(re.compile(r"\*\*"))
    assert (draft.text, draft.repairs) == ("en tryg by", [Repair(3, 7, "tryk", "tryg", "læsefejl")])


def test_joining_records_the_joint_and_moves_the_repairs_of_the_second() -> None:
    first, second = Draft("paragraph", "negativ"), Draft("paragraph", "socal kontrol")
    second.replace(0, 5, "social", "læsefejl")
    first.append(second, " ", "sideskift")
    assert first.text == "negativ social kontrol"
    assert first.repairs == [Repair(7, 8, "\n\n", " ", "sideskift"), Repair(8, 14, "socal", "social", "læsefejl")]


def test_cutting_the_front_drops_its_repairs_and_clips_those_that_reach_over() -> None:
    draft = Draft("paragraph", "hvor Seks skole")
    draft.replace(10, 15, "skoler", "læsefejl")
    draft.replace(0, 4, "Hvor", "stort bogstav")
    draft.cut_front(4)
    assert (draft.text, draft.repairs) == ("Seks skoler", [Repair(5, 11, "skole", "skoler", "læsefejl")])


def test_stripping_keeps_a_deletion_at_either_end() -> None:
    draft = Draft("paragraph", "~~a~~ ord ~~b~~ ")
    draft.substitute(re.compile("~~.*?~~"), "", "sporet sletning")
    draft.strip()
    assert draft.text == "ord"
    assert sorted((repair.start, repair.end, repair.before) for repair in draft.repairs) == [(0, 0, "~~a~~"), (3, 3, "~~b~~")]


def test_reading_that_is_not_followed_changes_nothing() -> None:
    draft = Draft("paragraph", "vigtige for børn")
    draft.note(8, 11, "før", "anden udtrækning")
    assert (draft.text, draft.repairs) == ("vigtige for børn", [Repair(8, 11, "før", "for", "anden udtrækning")])


text = st.text(alphabet="abcæ ", max_size=30)
change = st.tuples(st.integers(0, 30), st.integers(0, 8), st.text(alphabet="xyz ", max_size=6))
substitution = st.tuples(st.sampled_from(["a", "b+", "[ab]c", "æ", " +", "x", "y z", "^.", ".$"]), st.text(alphabet="abxyz", max_size=4))


@settings(max_examples=200, deadline=None)
@given(text, st.lists(change, max_size=8))
def test_random_changes_keep_repairs_in_step_and_can_be_undone(raw: str, changes: list[tuple[int, int, str]]) -> None:
    draft = Draft("paragraph", raw)
    for at, length, after in changes:
        start = min(at, len(draft.text))
        draft.replace(start, min(start + length, len(draft.text)), after, "prøve")
        assert in_step(draft)
    assert undone(draft) == raw


@settings(max_examples=200, deadline=None)
@given(text, st.lists(substitution, max_size=6), text, st.integers(0, 12))
def test_random_substitutions_joins_and_cuts_keep_repairs_in_step(
    raw: str, substitutions: list[tuple[str, str]], more: str, cut: int
) -> None:
    draft, other = Draft("paragraph", raw), Draft("paragraph", more)
    for pattern, new in substitutions:
        for each in (draft, other):
            expected = re.sub(pattern, new, each.text)
            each.substitute(re.compile(pattern), new, "prøve")
            assert each.text == expected and in_step(each)
    assert (undone(draft), undone(other)) == (raw, more)
    draft.append(other, " ", "sideskift")
    assert in_step(draft)
    draft.strip()
    draft.cut_front(min(cut, len(draft.text)))
    draft.drop_marks(re.compile("[ab]"))
    assert in_step(draft) and all(0 <= repair.start <= repair.end <= len(draft.text) for repair in draft.repairs)
