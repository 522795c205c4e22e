"""The one Danish sentence that says why two interventions overlap, put together of fixed phrases and names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.fact import INFERRED
from graph.needs import label_of
from graph.overlap.pair import DOUBLE, SAME_STEP, STEP_UP
from graph.overlap.sharing import Sharing, span_words
from graph.overlap.traits import ALL_SCHOOLS, Traits

MOST_NAMES = 3  # names; of more only the number is told


def why(sharing: Sharing, kind: str) -> str:
    """Why the two overlap, ending with what of it no document states."""
    told = ", ".join(_shared(sharing)) or "intet andet"
    return f"{_opening(sharing, kind)}: {told}.{_derived_note(sharing)}"


def _opening(sharing: Sharing, kind: str) -> str:
    if kind == SAME_STEP:
        return "Kun trinnet er fælles"
    if kind == DOUBLE:
        return "Samme målgruppe og samme slags hjælp"
    if kind == STEP_UP:
        return f"Samme behov på to trin, så {_higher(sharing)} kan følge efter" if sharing.steps_apart else "Samme behov i to grader"
    if sharing.same_need:
        return "Samme målgruppe, men forskellig hjælp" if sharing.meets else "Samme målgruppe, men i forskellige bydele"
    return "Forskellig målgruppe, men fælles rammer"


def _higher(sharing: Sharing) -> str:
    return (sharing.a if sharing.a.step_number > sharing.b.step_number else sharing.b).name


def _shared(sharing: Sharing) -> Iterator[str]:
    if sharing.target:
        yield _need(sharing)
    yield from _place(sharing)
    if sharing.ages:
        yield f"alderen {listed([span_words(span) for span in sharing.ages])} er fælles"
    if sharing.steps:
        yield f"begge står på trinnet {listed(sharing.steps)}"
    if sharing.methods:
        yield f"begge arbejder med {listed([label_of(name) for name in sharing.methods])}"
    if sharing.entrances:
        yield f"indgangen er {listed(sharing.entrances)}"
    if sharing.funding:
        yield f"pengene kommer fra {listed(sharing.funding)}"
    if sharing.laws and not sharing.steps:
        yield f"begge bygger på {listed(sharing.laws)}"


def _need(sharing: Sharing) -> str:
    if sharing.needs:
        return f"begge nævner {listed(sharing.target)}"
    same = not all(sharing.shared_fields.values())
    return f"begge handler om {listed(sharing.target)} i {'samme grad' if same else 'grader, der ligger op ad hinanden'}"


def _place(sharing: Sharing) -> Iterator[str]:
    if sharing.schools == (ALL_SCHOOLS,):
        yield f"begge er på {ALL_SCHOOLS}"
    elif sharing.schools:
        many = len(sharing.schools)
        yield f"{many} skoler går igen" if many > MOST_NAMES else f"{listed(sharing.schools)} går igen"
    if sharing.both_everywhere:
        yield "begge når hele byen"
    elif sharing.districts:
        wide = next((one.name for one in (sharing.a, sharing.b) if one.is_everywhere), None)
        yield f"{wide} når hele byen og dermed {listed(sharing.districts)}" if wide else f"begge er i {listed(sharing.districts)}"


def _derived_note(sharing: Sharing) -> str:
    notes = [note for one, other in ((sharing.a, sharing.b), (sharing.b, sharing.a)) for note in _notes(sharing, one, other)]
    return f" Udledt: {'; '.join(dict.fromkeys(notes))}." if notes else ""


def _notes(sharing: Sharing, one: Traits, other: Traits) -> Iterator[str]:
    if sharing.schools and one.all_schools and not other.all_schools:
        yield f"{one.name} er på {ALL_SCHOOLS}, så de nævnte skoler hører med"
    if any(one.laws[law].basis == INFERRED for law in sharing.laws):
        yield f"lovene for {one.name} er dem, der står ved trinnet på indsatstrappen"
    if sharing.ages and one.ages_derived:
        yield f"alderen for {one.name} er regnet ud af klassetrinnene"


def listed(names: Sequence[str]) -> str:
    """Names as a Danish list: "a, b og c"."""
    return " og ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)
