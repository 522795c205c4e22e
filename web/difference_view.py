"""What two editions say differently, as text; and which questions get another answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from graph.difference import Change, differences
from graph.fact import Fact
from search.answer import Answer
from search.evaluation import read_questions
from web.startup import Service
from web.wording import RELATIONS, fact_words, number_words

_KINDS = {"added": "Nyt", "removed": "Væk", "changed": "Ændret"}


@dataclass(frozen=True)
class AnswerChange:
    """A question whose answer is another: the status and the names of the interventions before and after."""

    id: str
    query: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The change as a plain mapping."""
        return asdict(self)


def changes_between(service: Service, old: str, new: str) -> list[Change]:
    """The changes from one document or edition to another.

    Raises UnknownName when one of them does not exist.
    """
    before, after = service.document(old).id, service.document(new).id
    facts = [*service.stated, *service.replaced_facts]
    return differences((fact for fact in facts if fact.document == before), (fact for fact in facts if fact.document == after))


def answers_changed(before: Service, after: Service, questions: Path) -> list[AnswerChange]:
    """The questions of a file that get another answer: another status, other interventions or another order.

    Raises QuestionsError for a line that is no question.
    """
    found = []
    for number, question in enumerate(read_questions(questions), 1):
        old, new = (_shown(service.searcher.ask_line(question["query"])) for service in (before, after))
        if old != new:
            found.append(AnswerChange(str(question.get("id", number)), question["query"], old, new))
    return found


def _shown(answer: Answer) -> tuple[str, ...]:
    return (answer.status, *(offer.label for offer in answer.interventions))


def as_text(changes: Iterable[Change], answers: Iterable[AnswerChange]) -> str:
    """The changes for people: by subject, each with the words before and after."""
    lines: list[str] = []
    subject = ""
    counted = dict.fromkeys(_KINDS, 0)
    for change in changes:
        counted[change.kind] += 1
        if change.fact.subject != subject:
            subject = change.fact.subject
            lines += ["", subject]
        lines.append(f"  {_KINDS[change.kind]}: {RELATIONS[change.fact.relation]}: {_words(change)}")
    lines += [line for answer in answers for line in _answer(answer)]
    head = ", ".join(f"{count} {word}" for (_, count), word in zip(counted.items(), ("nye", "væk", "ændrede")))
    return "\n".join([f"Oplysninger: {head}.", *lines])


def _words(change: Change) -> str:
    return " → ".join(f"»{_said(fact)}«" for fact in (change.before, change.after) if fact)


def _said(fact: Fact) -> str:
    """What a fact says; a length of time is told by its number, since its words are the same before and after."""
    if fact.relation == "duration" and fact.value is not None:
        return f"{number_words(fact.value)} {fact.unit or ''}".rstrip()
    return fact_words(fact)


def _answer(change: AnswerChange) -> list[str]:
    return ["", f"Andet svar på {change.id}: {change.query}", f"  før: {', '.join(change.before)}", f"  nu: {', '.join(change.after)}"]
