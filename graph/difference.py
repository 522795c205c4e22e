"""What one edition of a document says that another does not, statement by statement.

Why a changed statement is told from a removed and an added one: "from 6 years" and "from 7 years" are one thing that changed, two
schools are two things. Statements with a number of the same relation, and words that mostly stay the same, are taken for one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from graph.fact import Fact
from graph.linking import key

ALIKE = 0.6  # similarity from which two texts of one relation are one statement that changed

_Said = tuple[str, str, str, float | None, str]


@dataclass(frozen=True)
class Change:
    """One statement before and after; ``before`` is None where it was added, ``after`` where it was removed."""

    before: Fact | None
    after: Fact | None

    @property
    def kind(self) -> str:
        """added, removed or changed."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def fact(self) -> Fact:
        """The statement as it says now, or said last."""
        fact = self.after or self.before
        assert fact is not None
        return fact

    def to_json(self) -> dict[str, Any]:
        """The change as a plain mapping."""
        return {
            "kind": self.kind, "subject": self.fact.subject, "relation": self.fact.relation,
            "before": self.before.to_json() if self.before else None, "after": self.after.to_json() if self.after else None,
        }  # fmt: skip


def differences(old: Iterable[Fact], new: Iterable[Fact]) -> list[Change]:
    """The changes from one document to another, ordered by subject and relation; where a statement stands is no part of it."""
    before, after = _by_saying(old), _by_saying(new)
    groups: dict[tuple[str, str], tuple[list[Fact], list[Fact]]] = defaultdict(lambda: ([], []))
    for said in before.keys() - after.keys():
        groups[said[:2]][0].append(before[said])
    for said in after.keys() - before.keys():
        groups[said[:2]][1].append(after[said])
    changes = [change for gone, come in groups.values() for change in _paired(gone, come)]
    return sorted(changes, key=lambda change: (change.fact.subject.casefold(), change.fact.relation, change.fact.start, change.fact.id))


def _by_saying(facts: Iterable[Fact]) -> dict[_Said, Fact]:
    return {(key(fact.subject), fact.relation, key(fact.object or ""), fact.value, fact.unit or ""): fact for fact in facts}


def _paired(gone: Sequence[Fact], come: Sequence[Fact]) -> Iterator[Change]:
    """The likest statements first, each in one pair at most."""
    left, right = dict(enumerate(sorted(gone, key=_place))), dict(enumerate(sorted(come, key=_place)))
    pairs = [(_likeness(old, new), -one, -other) for one, old in left.items() for other, new in right.items()]
    for likeness, one, other in sorted(pairs, reverse=True):
        if likeness >= ALIKE and -one in left and -other in right:
            yield Change(left.pop(-one), right.pop(-other))
    yield from (Change(old, None) for old in left.values())
    yield from (Change(None, new) for new in right.values())


def _likeness(old: Fact, new: Fact) -> float:
    """1 for numbers of one unit, else how much of the words stays."""
    if old.value is not None and new.value is not None:
        return 1.0 if old.unit == new.unit else 0.0
    return SequenceMatcher(None, old.object or "", new.object or "", autojunk=False).ratio()


def _place(fact: Fact) -> tuple[int, float, str]:
    """Numbers of one sentence are taken in their order: the smaller became the smaller."""
    return fact.start, fact.value or 0.0, fact.id
