"""How long the analyses take, on the shipped graph and on one with many interventions; run by hand: python tests/benchmarks/analyses.py [NUMBER …]."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from corpus.catalogue import read_catalogue
from graph.analyses import analyse
from graph.extraction import extract_facts
from graph.fact import Fact
from graph.inference import infer
from graph.offers import offers_of

T = TypeVar("T")
BASE = "https://trivselsgrafen.example/"


def timed(run: Callable[[], T]) -> tuple[T, float]:
    """What a function returns, and the seconds of processor time it took."""
    start = time.process_time()
    return run(), time.process_time() - start


def many(facts: list[Fact], number: int) -> list[Fact]:
    """The facts with copies of the interventions on the ladder under new names, until there are so many interventions."""
    on_ladder = sorted({fact.subject for fact in facts if fact.relation == "ladder_step"} & {fact.subject for fact in facts if fact.object == "Intervention"})
    about = {name: [fact for fact in facts if fact.subject == name or (fact.relation == "goal_of" and fact.object == name)] for name in on_ladder}
    copies = list(facts)
    for copy in range(number):
        name = on_ladder[copy % len(on_ladder)]
        new = f"Indsats {copy}"
        copies += [replace(fact, subject=new) if fact.subject == name else replace(fact, subject=f"{fact.subject} {copy}", object=new) for fact in about[name]]
    return copies


def main(numbers: list[int]) -> None:
    """Print a line for the shipped graph and one for each number of added interventions."""
    documents = list(read_catalogue())
    shipped = extract_facts(documents)
    analyse(documents, shipped, infer(shipped, documents), offers_of(shipped), BASE)  # warms stems, patterns and vocabularies
    for number in [0, *numbers]:
        facts = many(shipped, number) if number else shipped
        links, inferring = timed(lambda facts=facts: infer(facts, documents))
        offers, offering = timed(lambda facts=facts: offers_of(facts))
        found, analysing = timed(lambda facts=facts, links=links, offers=offers: analyse(documents, facts, links, offers, BASE))
        print(f"{number:6} tilføjet: udledning {inferring:6.2f} s, tilbud {offering:6.2f} s, analyser {analysing:6.2f} s, {len(found.traces)} spor")


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [500, 5000])
