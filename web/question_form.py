"""The question form: what is asked and how it is narrowed, as fields of one form."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from corpus.cpr import contains_cpr, mask_cpr
from search.answer import NOTHING_UNDERSTOOD, REFUSED, Answer
from search.searcher import QuestionError, Searcher
from web.facets import ORDERS, read_tokens

CPR_REASON = "Dit spørgsmål ser ud til at indeholde et cpr-nummer. Vi har hverken søgt eller gemt teksten. Fjern nummeret, og prøv igen."
HIGHEST_AGE = 120
HIGHEST_GRADE = 10


class QuestionRefused(Exception):
    """The question holds a CPR number; ``answer`` has it masked."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("spørgsmålet indeholder et cpr-nummer")
        self.answer = answer


@dataclass(frozen=True)
class QuestionForm:
    """The fields as they were typed.

    ``without`` names the understood parts that the asker has taken away, ``chosen`` holds the filters of the answer as tokens,
    ``order`` how its offers are ordered.
    """

    question: str = ""
    age: str = ""
    grade: str = ""
    district: str = ""
    without: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    order: str = ""

    @classmethod
    def of(cls, fields: MultiDict[str, str]) -> QuestionForm:
        """Read a form or the query of a link."""
        removed = [part for part in fields.getlist("uden") if part != fields.get("med")]
        chosen = [] if "alle" in fields else [token for token in fields.getlist("valgt") if token != fields.get("fravalgt")]
        return cls(
            question=fields.get("q", ""),
            age=fields.get("alder", "").strip(),
            grade=fields.get("klasse", "").strip(),
            district=fields.get("bydel", "").strip(),
            without=tuple(dict.fromkeys(removed)),
            chosen=tuple(f"{name}={value}" for name, value in read_tokens(chosen).items()),
            order=next((value for value in reversed(fields.getlist("orden")) if value in ORDERS), ""),
        )

    @property
    def holds_cpr(self) -> bool:
        """True where any field holds a CPR number."""
        return any(contains_cpr(text) for text in (self.question, self.age, self.grade, self.district, *self.without, *self.chosen))

    @property
    def masked(self) -> QuestionForm:
        """The form as it may be shown again; a field other than the question is emptied when it holds a CPR number."""
        kept = {name: "" if contains_cpr(text) else text for name, text in (("age", self.age), ("grade", self.grade), ("district", self.district))}
        without, chosen = (tuple(part for part in parts if not contains_cpr(part)) for parts in (self.without, self.chosen))
        return QuestionForm(mask_cpr(self.question), **kept, without=without, chosen=chosen, order=self.order)

    @property
    def in_address(self) -> dict[str, Any]:
        """What an address needs to ask the same again."""
        fields = {"q": self.question, "alder": self.age, "klasse": self.grade, "bydel": self.district, "orden": self.order}
        return {**{name: text for name, text in fields.items() if text}, "uden": list(self.without), "valgt": list(self.chosen)}

    def ask(self, searcher: Searcher) -> Answer:
        """Ask the question.

        Raises QuestionError when a field cannot be used, QuestionRefused when one holds a CPR number.
        """
        limits = {} if self.holds_cpr else {
            "age": _number(self.age, HIGHEST_AGE, f"Skriv alderen som et tal fra 0 til {HIGHEST_AGE}."),
            "grade": _number(self.grade, HIGHEST_GRADE, f"Skriv klassetrinnet som et tal fra 0 til {HIGHEST_GRADE}."),
            "district": self.district or None,
            "without": self.without or None,
        }
        return ask(searcher, self.question, [self.age, self.grade, self.district], limits)


def ask(searcher: Searcher, question: str, texts: list[str], options: Mapping[str, Any]) -> Answer:
    """Ask with the options that are given; ``texts`` are other words of the asker, checked like the question.

    Raises QuestionError when the question is empty or too long, QuestionRefused when any text holds a CPR number.
    """
    if any(contains_cpr(text) for text in texts) and not contains_cpr(question):
        raise QuestionRefused(Answer(mask_cpr(question), "da", REFUSED, NOTHING_UNDERSTOOD, CPR_REASON))
    answer = searcher.ask(question, **{name: value for name, value in options.items() if value is not None and understands(name)})
    if answer.status == REFUSED:
        raise QuestionRefused(answer)
    return answer


def understands(option: str) -> bool:
    """True where the search takes an option of this name."""
    return option in inspect.signature(Searcher.ask).parameters


def _number(text: str, highest: int, error: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 3 or int(text) > highest:
        raise QuestionError(error)
    return int(text)
