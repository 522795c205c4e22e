"""How the time of comparing interventions grows: run by hand, ``python tests/benchmarks/overlap_growth.py``.

Each synthetic intervention has the shape of those in the documents: a target group in the thesaurus' words, most a district, some the
whole city, schools, grades, a step or a paragraph.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from graph.fact import Fact  # noqa: E402
from graph.offers import offers_of  # noqa: E402
from graph.overlap.overlaps import find_overlaps  # noqa: E402
from ontology.comparison import read_comparison  # noqa: E402
from ontology.vocabulary import read_vocabulary  # noqa: E402

SIZES = (625, 1250, 2500, 5000)


def synthetic_facts(size: int, seed: int = 1) -> list[Fact]:
    """The facts of so many interventions, the same for the same seed."""
    chance = random.Random(seed)
    rules = read_comparison()
    needs = [concept for concept in read_vocabulary("needs") if concept.id in rules.needs]
    districts = [concept.label for concept in read_vocabulary("districts")]
    schools = [concept.label for concept in read_vocabulary("schools")]
    facts: list[Fact] = []

    def say(name: str, relation: str, said: str, value: float | None = None) -> None:
        facts.append(Fact(name, relation, said, "syntetisk", name, said, len(facts) * 100, len(facts) * 100 + len(said), value))

    for number in range(4):
        say(f"Trin {number}", "type", "LadderStep")
    for number in range(size):
        name = f"Indsats nr. {number}"
        say(name, "type", "Intervention")
        for concept in chance.sample(needs, chance.randint(1, 3)):
            say(name, "target_group", f"børn og unge med {concept.label}")
        if chance.random() < 0.1:
            say(name, "citywide", "true")
        else:
            say(name, "district", chance.choice(districts))
        if chance.random() < 0.1:
            for school in chance.sample(schools, chance.randint(1, 9)):
                say(name, "school", school)
        if chance.random() < 0.04:
            say(name, "ladder_step", f"Trin {chance.randrange(4)}")
        if chance.random() < 0.5:
            low = chance.randint(0, 9)
            say(name, "grade_min", f"{low}. klasse", low)
            facts.append(Fact(name, "grade_max", f"{low}. klasse", "syntetisk", name, f"{low}. klasse", facts[-1].start, facts[-1].end, float(chance.randint(low, 9))))
    return facts


def main() -> None:
    """Print one line a size."""
    find_overlaps(offers_of(synthetic_facts(50)), synthetic_facts(50))  # reads the vocabularies
    for size in SIZES:
        facts = synthetic_facts(size)
        offers = offers_of(facts)
        started, worked = time.perf_counter(), time.process_time()
        found = find_overlaps(offers, facts)
        seconds, work = time.perf_counter() - started, time.process_time() - worked
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{size:6} indsatser  {len(found):8} par  {seconds:7.2f} s  {work:7.2f} s regnetid  {1e6 * work / max(len(found), 1):6.1f} µs pr. par  {memory:6.0f} MB")


if __name__ == "__main__":
    main()
