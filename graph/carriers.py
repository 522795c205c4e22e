"""Which interventions can carry a goal, and which are parts of others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from graph.evidence import Evidence, Subject
from graph.goals import Goal
from graph.linking import key


class Carriers:
    """The interventions by name, with what each is a part of."""

    def __init__(self, subjects: Sequence[Subject], goals: Sequence[Goal]) -> None:
        self._by_name = {subject.name: subject for subject in subjects}
        self._goals = goals
        self._wholes = {subject.name: self._wholes_of(subject.name) for subject in subjects}
        self._parts: dict[str, list[str]] = defaultdict(list)
        for name, wholes in self._wholes.items():
            for whole in wholes:
                self._parts[whole].append(name)
        self._chapters = {subject.name: self._chapters_of(subject) for subject in subjects}
        self._carriers = {subject.name: self._carrier_of(subject) for subject in subjects}

    def subject(self, name: str) -> Subject | None:
        """An intervention by its name."""
        return self._by_name.get(name)

    def wholes(self, name: str) -> Sequence[str]:
        """The interventions that one is a part of, nearest first."""
        return self._wholes.get(name, ())

    def chapters(self, name: str) -> frozenset[str]:
        """The keys of all that an intervention, or what it is a part of, belongs to."""
        return self._chapters.get(name, frozenset())

    def carrier(self, name: str) -> str | None:
        """The name by which an intervention can carry a goal: its own, or for a described part its nearest named whole.

        A thing that only goals speak of carries nothing, unless it has a proper name of its own.
        """
        return self._carriers.get(name)

    def names(self) -> list[str]:
        """The interventions that carry goals under their own name."""
        return [name for name, carrier in self._carriers.items() if carrier == name]

    def planned(self, goal: Goal) -> list[str]:
        """The interventions that a goal speaks of and nothing else does."""
        return [name for name, subject in self._by_name.items() if subject.only_in(goal.document, goal.start, goal.end)]

    def text(self, name: str) -> str:
        """All that the documents say of an intervention and its parts, as one text."""
        return "\n".join(dict.fromkeys(self._by_name[other].text for other in (name, *self._parts[name])))

    def _wholes_of(self, name: str) -> list[str]:
        found: list[str] = []
        queue = [name]
        while queue:
            subject = self._by_name.get(queue.pop(0))
            more = [whole for whole in (subject.wholes if subject else ()) if whole in self._by_name and whole not in (*found, name)]
            found += more
            queue += more
        return found

    def _chapters_of(self, subject: Subject) -> frozenset[str]:
        above = [self._by_name[name] for name in self._wholes[subject.name]]
        return frozenset(key(whole) for one in (subject, *above) for whole in one.wholes)

    def _carrier_of(self, subject: Subject) -> str | None:
        if subject.is_named:
            return subject.name if self._exists(subject) else None
        named = [whole for whole in self._wholes[subject.name] if self._by_name[whole].is_named]
        return max(named, key=lambda whole: len(self._wholes[whole]), default=None)

    def _exists(self, subject: Subject) -> bool:
        if any(not any(meets(goal, found) for goal in self._goals) for found in subject.namings):
            return True
        first = subject.name.split()
        longer = any(" ".join(first[:count]) in self._by_name for count in range(1, len(first)))
        proper = re.compile(rf"(?<=[\w,;(] ){re.escape(subject.name)}|(?<=['»\"]){re.escape(subject.name)}")
        return not longer and any(proper.search(one.quote) for one in subject.namings)


def meets(goal: Goal, found: Evidence) -> bool:
    """True where a run of text lies in the words that set a goal."""
    return goal.document == found.document and goal.start < found.end and found.start < goal.end
