"""How long all analyses take and how that grows: run by hand, ``python tests/benchmarks/analyses.py [NUMBER …]``.

First the shipped documents, then so many synthetic interventions more. Each of those is one that the documents describe, with all that
is said of it, under a name and in districts and schools of its own. Seconds are of processor time, after a first run that reads the
vocabularies.
"""

from __future__ import annotations

import math
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parents[2]))

from corpus.catalogue import SourceFile, read_catalogue, shipped_entries, source_files  # noqa: E402
from corpus.document import Document  # noqa: E402
from graph.analyses import analyse  # noqa: E402
from graph.conflicts.detection import find_conflicts  # noqa: E402
from graph.extraction import extract_facts  # noqa: E402
from graph.fact import Fact  # noqa: E402
from graph.inference import infer  # noqa: E402
from graph.offers import offers_of  # noqa: E402
from graph.overlap.overlaps import find_overlaps  # noqa: E402
from graph.overlap.traits import traits_of  # noqa: E402
from ontology.vocabulary import read_vocabulary  # noqa: E402

T = TypeVar("T")
BASE = "https://trivselsgrafen.example/"
SIZES = (500, 1000, 2500, 5000)
STAGES = ("udledning", "tilbud", "overlap", "uenigheder", "spor og huller")
_PLACES = frozenset({"district", "citywide", "school"})


def synthetic(shipped: Sequence[Fact], size: int, seed: int = 1) -> Iterator[Fact]:
    """The facts of so many interventions more, the same for the same seed."""
    chance = random.Random(seed)
    districts, schools = ([concept.label for concept in read_vocabulary(name)] for name in ("districts", "schools"))
    described = sorted(one.name for one in traits_of(offers_of(shipped), shipped))
    about = {name: [fact for fact in shipped if name in (fact.subject, fact.object)] for name in described}
    for number in range(size):
        old = described[number % len(described)]
        new = f"{old} nr. {number}"
        for fact in about[old]:
            if fact.subject == old and fact.relation not in _PLACES:
                yield replace(fact, subject=new)
            elif fact.object == old and fact.relation == "goal_of":
                yield replace(fact, subject=f"{fact.subject} {number}", object=new)
        places = {"citywide": ["true"]} if chance.random() < 0.1 else {"district": [chance.choice(districts)]}
        if chance.random() < 0.1:
            places["school"] = chance.sample(schools, chance.randint(1, 9))
        for relation, names in places.items():
            yield from (replace(about[old][0], subject=new, relation=relation, object=name, value=None, unit=None) for name in names)


def timed(run: Callable[[], T]) -> tuple[T, float]:
    """What a function returns, and the seconds of processor time it took."""
    start = time.process_time()
    return run(), time.process_time() - start


def analysed(documents: Sequence[Document], facts: Sequence[Fact], files: Sequence[SourceFile]) -> tuple[list[float], str]:
    """The seconds of each stage, and how much was found."""
    links, inferring = timed(lambda: infer(facts, documents))
    offers, offering = timed(lambda: offers_of(facts))
    overlaps, comparing = timed(lambda: find_overlaps(offers, facts))
    conflicts, checking = timed(lambda: find_conflicts(documents, facts, files))
    found, tracing = timed(lambda: analyse(documents, facts, links, offers, BASE))
    told = f"{len(links)} links, {len(overlaps)} par, {len(conflicts)} uenigheder, {len(found.traces)} spor"
    return [inferring, offering, comparing, checking, tracing], told


def growth(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The exponent with which the seconds grow: the slope of the straight line through their logarithms."""
    xs, ys = ([math.log(value) for value in values] for values in (sizes, seconds))
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((one - x) * (other - y) for one, other in zip(xs, ys)) / sum((one - x) ** 2 for one in xs)


def main(sizes: Sequence[int]) -> None:
    """Print a line for the shipped graph and one for each size, then how each stage grows."""
    documents = list(read_catalogue())
    shipped, files = extract_facts(documents), source_files(shipped_entries())
    analysed(documents, shipped, files)
    print(f"{'indsatser':>10}" + "".join(f"{name:>16}" for name in (*STAGES, "i alt")))
    rows = []
    for size in (0, *sizes):
        seconds, told = analysed(documents, [*shipped, *synthetic(shipped, size)], files)
        rows.append([*seconds, sum(seconds)])
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{f'+{size}' if size else 'dokumenterne':>10}" + "".join(f"{one:14.2f} s" for one in rows[-1]) + f"   {told}, {memory:.0f} MB", flush=True)
    if len(sizes) > 1:
        print(f"{'vækst':>10}" + "".join(f"{'n^' + format(growth(sizes, stage), '.2f'):>16}" for stage in zip(*rows[1:])))


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or SIZES)
