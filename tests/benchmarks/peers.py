"""Our search beside others over the same passages and questions: quality and processor time, in rounds A B A B.

    python tests/benchmarks/peers.py [QUESTIONS.jsonl …]

Without arguments the development questions are asked. It needs a built data folder, and bm25s from the extra ``bench``. Where we refuse
to answer, our answer holds no passage and counts as a miss; the peers never refuse.
"""

from __future__ import annotations

import re
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import bm25s
import snowballstemmer
import tantivy
from measuring import machine, quantile, table, timed

from corpus.danish import STOP_WORDS
from search.answer import ANSWERED, NOTHING_UNDERSTOOD, Answer, Evidence
from search.evaluation import Question, measure, read_questions
from search.index import Index
from search.searcher import Searcher
from web.settings import Settings
from web.startup import open_service

DEVELOPMENT = Path(__file__).parents[1] / "questions" / "development.jsonl"
ROUNDS = 3
DEPTH = 10  # passages that count
POOL = 100  # passages each part brings to a fusion
RRF = 60  # the constant of Cormack, Clarke and Büttcher (2009)

Ask = Callable[[str], list[str]]


@dataclass(frozen=True)
class Peer:
    """A way of searching: its name, and what gives the ids of the best passages for a question."""

    name: str
    ask: Ask


def peers(searcher: Searcher, folder: Path) -> list[Peer]:
    """All ways, ours first."""
    index = searcher.index
    texts = {id_: f"{passage.section}\n{passage.text}" for id_, passage in index.passages.items()}
    keywords, vectors = danish_tantivy(texts), our_vectors(index)
    return [
        Peer("Trivselsgrafen, whole answer", lambda question: [passage.id for passage in searcher.ask_line(question).passages]),
        Peer("Tantivy, Danish stemming", keywords),
        Peer("SQLite FTS5", full_text_search(texts, folder)),
        Peer("bm25s, Danish stemming", sparse_bm25(texts)),
        Peer("our vectors alone", vectors),
        Peer("hybrid: Tantivy + our vectors, RRF", fused([keywords, vectors])),
    ]


def danish_tantivy(texts: dict[str, str]) -> Ask:
    """Tantivy as its manual sets it up for Danish: lower case, Snowball, any word may be met."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", tokenizer_name="danish")
    index = tantivy.Index(builder.build())
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    index.register_tokenizer("danish", analyzer.filter(tantivy.Filter.stemmer("danish")).build())
    writer = index.writer()
    for id_, text in texts.items():
        writer.add_document(tantivy.Document(id=id_, text=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(question: str) -> list[str]:
        query = index.parse_query(" ".join(plain_words(question)), ["text"])
        return [str(searcher.doc(address).get_first("id")) for _, address in searcher.search(query, limit=POOL).hits]

    return ask


def full_text_search(texts: dict[str, str], folder: Path) -> Ask:
    """SQLite FTS5 as it comes, any word may be met, ranked by its BM25."""
    database = sqlite3.connect(folder / "peers.sqlite")
    database.execute("CREATE VIRTUAL TABLE passage USING fts5(id UNINDEXED, text, tokenize = 'unicode61 remove_diacritics 0')")
    database.executemany("INSERT INTO passage VALUES (?, ?)", texts.items())
    database.commit()

    def ask(question: str) -> list[str]:
        wanted = " OR ".join(f'"{word}"' for word in plain_words(question))
        rows = database.execute("SELECT id FROM passage WHERE passage MATCH ? ORDER BY bm25(passage) LIMIT ?", (wanted, POOL))
        return [id_ for (id_,) in rows]

    return ask


def sparse_bm25(texts: dict[str, str]) -> Ask:
    """bm25s with Snowball's Danish stemmer and our stop words."""
    stem = snowballstemmer.stemmer("danish").stemWord
    ids = list(texts)
    tokenizer = bm25s.tokenization.Tokenizer(stemmer=stem, stopwords=sorted(STOP_WORDS))
    retriever = bm25s.BM25()
    retriever.index(tokenizer.tokenize(list(texts.values()), return_as="tuple", show_progress=False), show_progress=False)

    def ask(question: str) -> list[str]:
        said = tokenizer.tokenize([question], update_vocab=False, return_as="ids", show_progress=False)
        if not said[0]:
            return []
        found, scores = retriever.retrieve(said, k=min(POOL, len(ids)), show_progress=False)
        return [ids[place] for place, score in zip(found[0], scores[0]) if score > 0]

    return ask


def our_vectors(index: Index) -> Ask:
    """The nearest passages to the whole question by our own static model."""

    def ask(question: str) -> list[str]:
        rows, cosines = index.vectors.nearest(index.embedder.queries([question]), 8 * POOL)
        best = dict.fromkeys(rows[(-cosines).argsort(kind="stable")].tolist())
        return [index.vectors.ids[row] for row in best if row < len(index.passages)][:POOL]

    return ask


def fused(parts: Sequence[Ask]) -> Ask:
    """Reciprocal rank fusion of several ways."""

    def ask(question: str) -> list[str]:
        scores: dict[str, float] = {}
        for part in parts:
            for place, id_ in enumerate(part(question), 1):
                scores[id_] = scores.get(id_, 0.0) + 1 / (RRF + place)
        return sorted(scores, key=lambda id_: (-scores[id_], id_))

    return ask


def plain_words(question: str) -> list[str]:
    """The words of a question without what a query language would read as its own."""
    return re.findall(r"\w+", question.casefold()) or ["_"]


def judged(index: Index, found: Sequence[list[str]], questions: Sequence[Question]) -> dict[str, float]:
    """The figures of found passages."""
    passages = [[index.passages[id_] for id_ in ids[:DEPTH]] for ids in found]
    shown = [tuple(Evidence(one.id, one.document, one.section, one.text, one.start, one.end, 0.0) for one in row) for row in passages]
    return measure([Answer(row["query"], "da", ANSWERED, NOTHING_UNDERSTOOD, passages=ids) for ids, row in zip(shown, questions)], questions)


def main(paths: Sequence[Path]) -> None:
    """Ask everybody everything, in rounds; print a table for each file of questions."""
    searcher = open_service(Settings.from_environment()).searcher
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        ways = peers(searcher, Path(folder))
        for path in paths:
            questions = [row for row in read_questions(path) if row["quotes"]]
            print(f"\n{path.name}: {len(questions)} questions with gold quotes, {len(searcher.index.passages)} passages\n")
            print(table(["way", "nDCG@10", "success@5", "p50 ms", "p95 ms", "p50 : ours"], compared(ways, questions, searcher.index)))


def compared(ways: Sequence[Peer], questions: Sequence[Question], index: Index) -> list[list[str]]:
    """A row for each way: quality, the medians over the rounds of p50 and p95, and how much faster or slower than ours."""
    rounds: dict[str, list[list[float]]] = {way.name: [] for way in ways}
    found: dict[str, list[list[str]]] = {}
    for _ in range(1 + ROUNDS):  # the first one fills what is kept between questions
        for way in ways:
            rows = [timed(lambda way=way, row=row: way.ask(row["query"])) for row in questions]
            found[way.name] = [ids for ids, _ in rows]
            rounds[way.name].append([took for _, took in rows])
    middle = {name: [quantile([quantile(times, share) for times in all_[1:]], 0.5) for share in (0.5, 0.95)] for name, all_ in rounds.items()}
    ours = middle[ways[0].name][0]
    table_rows = []
    for name, (p50, p95) in middle.items():
        figures = judged(index, found[name], questions)
        table_rows.append([name, f"{figures['passage_ndcg@10']:.3f}", f"{figures['passage_success@5']:.3f}", f"{p50:.2f}", f"{p95:.2f}", f"{p50 / ours:.3f}"])
    return table_rows


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]] or [DEVELOPMENT])
