"""How building and answering grow with the documents: python tests/benchmarks/scale.py [PASSAGES …].

For each size a made-up municipality (municipality.py) is read, its facts found, its graph and its search index written and opened, and
questions asked, each size in a process of its own, so that memory is told apart. The index of vectors is compared with an exact one.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from itertools import chain
from pathlib import Path

import faiss
import municipality
import numpy as np
from measuring import lasted, machine, most_memory, own, quantile, resident, size_of, table, timed

from corpus.catalogue import read_catalogue
from graph.dataset import build_dataset
from graph.extraction import facts_in, linked
from graph.offers import offers_of
from graph.storage import open_store, write_store
from ontology.vocabulary import read_vocabulary
from search.codes import ASKED_FOR
from search.embedder import Embedder, load_embedder
from search.index import Index
from search.index_building import Means, build_index
from search.searcher import Searcher
from web.memory import keep_compact

VOCABULARIES = ("needs", "intents", "audiences", "withheld", "safety", "districts", "schools")
SIZES = (1_000, 10_000)
PER_DOCUMENT = 55  # passages
ASKED = 150
DEPTHS = (10, ASKED_FOR)
BASE = "https://trivselsgrafen.example/"
FIGURES = (
    "passages", "vectors", "offers", "triples", "read /s", "facts s", "graph s", "triples /s", "graph MB", "index s", "passages /s", "index MB",
    "most MB building", "open s", "MB answering", "MB not of files", "p50 ms", "p95 ms", "vectors ms", "exact ms", *(f"recall@{depth}" for depth in DEPTHS), "kind",
)  # fmt: skip


def one(passages: int, folder: Path) -> dict[str, float | str]:
    """The figures of one size; the index is built on all cores, so all is measured as it lasts."""
    made, reading = lasted(lambda: list(chain(read_catalogue(), municipality.documents(passages // PER_DOCUMENT))))
    facts, finding = lasted(lambda: linked(fact for document in made for fact in facts_in(document)))
    offers = offers_of(facts)
    _, graph_writing = lasted(lambda: write_store(build_dataset(made, facts, BASE), folder / "store"))
    triples = len(open_store(folder / "store"))
    embedder, vocabularies = load_embedder(), {name: read_vocabulary(name) for name in VOCABULARIES}
    (folder / "index").mkdir()
    _, indexing = lasted(lambda: build_index(folder / "index", made, facts, offers, vocabularies, {}, Means(embedder, {}, (), {}, ())))
    count = sum(len(document.passages) for document in made)
    return {
        "passages": count, "offers": len(offers), "triples": triples, "read /s": count / reading, "facts s": finding,
        "graph s": graph_writing, "triples /s": triples / graph_writing, "graph MB": size_of(folder / "store"),
        "index s": indexing, "passages /s": count / (reading + finding + indexing), "index MB": size_of(folder / "index"),
        "most MB building": most_memory(),
    }  # fmt: skip


def answering(folder: Path) -> dict[str, float | str]:
    """The figures of answering over a written index, with memory kept as a service keeps it."""
    keep_compact()
    embedder = load_embedder()
    index, opening = timed(lambda: Index(folder / "index", embedder))
    searcher = Searcher(index)
    questions = municipality.questions(ASKED)
    for question in questions[:30]:
        searcher.ask_line(question)
    times = [timed(lambda question=question: searcher.ask_line(question))[1] for question in questions]
    return {
        "open s": opening / 1000, "MB answering": resident(), "MB not of files": own(), "p50 ms": quantile(times, 0.5), "p95 ms": quantile(times, 0.95),
        **recalled(folder, embedder, questions),
    }


def recalled(folder: Path, embedder: Embedder, questions: list[str]) -> dict[str, float | str]:
    """What the index of vectors finds of those nearest to whole questions, among as many as a question asks for, and how long it and an exact search take."""
    index = faiss.read_index(str(folder / "index" / "entries" / "vectors.faiss"), faiss.IO_FLAG_MMAP_IFC)
    exact = faiss.IndexFlatIP(index.d)
    exact.add(index.reconstruct_n(0, index.ntotal))
    asked = embedder.queries(questions)
    (found, places), took = timed(lambda: index.search(asked, ASKED_FOR))
    (wanted, truly), exactly = timed(lambda: exact.search(asked, ASKED_FOR))
    depths = {f"recall@{depth}": min(depth, index.ntotal) for depth in DEPTHS}
    same = {name: float(np.mean([len(set(one) & set(other[:most])) / most for one, other in zip(places.tolist(), truly.tolist())])) for name, most in depths.items()}
    kind = f"codes, {index.k_factor:.0f} in full" if hasattr(index, "k_factor") else "exact"
    return {"vectors": index.ntotal, "vectors ms": took / len(questions), "exact ms": exactly / len(questions), **same, "kind": kind}


def main(sizes: list[int]) -> None:
    """Print a column for each size."""
    print(machine())
    columns = []
    for size in sizes:
        started = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            parts = (f"json.dumps(scale.{step})" for step in (f"one({size}, folder)", "answering(folder)"))
            figures: dict[str, float | str] = {}
            for part in parts:
                program = f"import json, scale; from pathlib import Path; folder = Path({folder!r}); print({part})"
                done = subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parent, check=True, capture_output=True, text=True)
                figures |= json.loads(done.stdout.splitlines()[-1])
        columns.append(figures)
        print(f"{size}: {time.monotonic() - started:.0f} s", file=sys.stderr)
    print(table(["", *(f"{column['passages']:,}" for column in columns)], [[name, *(shown(column[name]) for column in columns)] for name in FIGURES]))


def shown(value: float | str) -> str:
    """A figure with as many digits as it bears."""
    return value if isinstance(value, str) else f"{value:,.3f}" if value < 1 else f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or list(SIZES))
