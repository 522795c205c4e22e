"""Keyword search by BM25 over our own analysed tokens, in Tantivy.

Why: the Danish analysis is ours (stems, compound parts, words of matched needs), so Tantivy gets tokens, not text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import numpy as np
import tantivy

from corpus.danish import Splitter, stem, stems
from corpus.kept import Kept
from search.columns import Hits
from search.profiles import Profile

_FIELDS = (("head", 1.6), ("body", 1.0), ("parts", 0.35))

CUE_WEIGHT = 0.35
OTHER_WEIGHT = 0.7
PART_WEIGHT = 0.45


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", fast=True)
    for field, _ in _FIELDS:
        builder.add_text_field(field, stored=False, tokenizer_name="whitespace")
    return builder.build()


class KeywordIndex:
    """A BM25 index of texts on disk, which are known by their rows: the order in which they were given."""

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._index.reload()
        self._searcher = self._index.searcher()
        self._schema = self._index.schema
        self._kept: Kept[tuple[tuple[tantivy.Query, float], ...]] = Kept(20_000)

    @staticmethod
    def build(folder: Path, profiles: Iterable[Profile], splitter: Splitter) -> None:
        """Write an index of profiles into an empty folder."""
        folder.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(_schema(), path=str(folder))
        writer = index.writer(heap_size=50_000_000, num_threads=1)
        for row, profile in enumerate(profiles):
            head, body = profile.head_stems, profile.body_stems
            parts = [part for word in head + body for part in splitter.parts(word)]
            document = tantivy.Document(head=" ".join(head), body=" ".join(body), parts=" ".join(parts))
            document.add_unsigned("row", row)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def search(self, terms: Mapping[str, float], limit: int) -> Hits:
        """The best texts for weighted stems, with their BM25 scores."""
        wanted = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(term, weight * boost))
            for word, weight in terms.items()
            for term, boost in self._kept.get(word, self._held)
        ]
        hits = self._searcher.search(tantivy.Query.boolean_query(wanted), limit=limit).hits if wanted else []
        rows = np.array(self._searcher.fast_field_values("row", [address for _, address in hits]), dtype=np.intp)
        return rows, np.array([score for score, _ in hits], dtype=float)

    def _held(self, word: str) -> tuple[tuple[tantivy.Query, float], ...]:
        """A query for a word and what it counts, for each field that holds the word: of three only one does."""
        return tuple((tantivy.Query.term_query(self._schema, field, word), boost) for field, boost in _FIELDS if self._searcher.doc_freq(field, word))


def weighted_terms(
    text: str, splitter: Splitter, expansion: Mapping[str, float], cues: Collection[str] = (), met: Collection[str] = ()
) -> dict[str, float]:
    """The stems of a question by weight, the parts of its compounds lower, and words of matched needs by their weight.

    ``met`` are words that met a need and count in full, the others less: a story holds many words beside the point. ``cues`` only
    tell what is asked ("krav på", "hvem ringer") and weigh little.
    """
    own = stems(text)
    terms: dict[str, float] = {}
    for word, weight in expansion.items():
        terms[word] = max(terms.get(word, 0.0), weight)
    for word in own:
        for part in splitter.parts(word):
            terms[part] = max(terms.get(part, 0.0), PART_WEIGHT)
    telling, meeting = {stem(word) for word in cues}, {stem(word) for word in met}
    for word in own:
        if not word.isdigit() or "§" in text:
            terms[word] = 1.0 if word in meeting else CUE_WEIGHT if word in telling else OTHER_WEIGHT
    return terms
