"""The vector index: faiss, exact while that is quick, else by short codes, and read from disk as it is needed; or a Milvus that keeps the vectors.

Why two kinds: up to EXACT vectors (an entry has three to twelve) comparing with all of them takes a millisecond or two and misses nothing;
above that codes take a tenth of the time. The kind follows from the number alone, and a reader does as the file says.

Why a text that many entries share has one vector where there are many: documents repeat each other's headings and set phrases, and one
that stands five hundred times would be all that a question finds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from search.columns import Hits, spans
from search.embedder import Embedder, Vectors
from search.codes import codes_of
from search.milvus import Collection, Milvus, new_name
from search.profiles import Profile

EXACT = 10_000  # vectors; more of them are searched by codes
SENTENCES = 40  # lines an entry may have as vectors of their own, besides the whole
SHORTEST_LINE = 8  # characters
COLLECTION = "collection.txt"  # holds the name of the collection where the vectors lie in Milvus


class WrongModel(Exception):
    """The index was made with another model; the message says what to do, in Danish."""


def read_meta(path: Path, embedder: Embedder) -> dict[str, Any]:
    """What is written beside vectors about them.

    Raises WrongModel when another model made them.
    """
    meta: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if meta["model"] != embedder.fingerprint:
        raise WrongModel("Søgeindekset er lavet med en anden sprogmodel. Kør »trivsel build«, så passer de sammen igen.")
    return meta


class WrongPlace(Exception):
    """The vectors lie elsewhere than the settings say; the message says what to do, in Danish."""


class VectorIndex:
    """Entries by nearness of meaning; an entry has one vector for its head and some for its body. ``ids`` are in the order they were built of."""

    def __init__(self, folder: Path, embedder: Embedder, milvus: Milvus | None = None) -> None:
        """Open what was built, from ``milvus`` where there is one.

        Raises WrongModel or WrongPlace when it was built otherwise, MilvusError.
        """
        meta = read_meta(folder / "vectors.json", embedder)
        self.ids: list[str] = meta["ids"]
        self._owners: NDArray[np.int32] = np.asarray(np.load(folder / "owners.npy", mmap_mode="r", allow_pickle=False))
        self._firsts: NDArray[np.int32] = np.asarray(np.load(folder / "firsts.npy", mmap_mode="r", allow_pickle=False))
        self._index = _opened(folder, meta, milvus)
        threadpool_limits(1, user_api="blas")  # numpy's too: threads that wait for each other took half of a long question's time

    @staticmethod
    def build(
        folder: Path, embedder: Embedder, texts_by_id: Iterable[tuple[str, str]], phrases: Sequence[str], milvus: Milvus | None = None
    ) -> None:  # fmt: skip
        """Write the vectors of texts, each with the id it stands for, and the fingerprint of the model; ``phrases`` are like what will be asked."""
        folder.mkdir(parents=True, exist_ok=True)
        rows = list(texts_by_id)
        ids, texts = [id_ for id_, _ in rows], [text for _, text in rows]
        places = {id_: place for place, id_ in enumerate(dict.fromkeys(ids))}
        owners, firsts = np.array([places[id_] for id_ in ids], dtype=np.int32), np.arange(len(ids) + 1, dtype=np.int32)
        if len(texts) > EXACT:
            texts, owners, firsts = _each_once(texts, owners)
        meta: dict[str, Any] = {"model": embedder.fingerprint, "ids": list(places)}
        if milvus:
            meta |= _in_milvus(folder, texts, phrases, embedder, milvus)
        else:
            faiss.write_index(index_of(texts, phrases, embedder), str(folder / "vectors.faiss"))
        np.save(folder / "owners.npy", owners, allow_pickle=False)
        np.save(folder / "firsts.npy", firsts, allow_pickle=False)
        (folder / "vectors.json").write_text(json.dumps(meta), encoding="utf-8")

    @staticmethod
    def let_go(folder: Path, milvus: Milvus) -> None:
        """Remove from Milvus what all indexes below a folder keep there; to be called before the folder is removed.

        Raises MilvusError, and then the folder is to be kept, as it alone knows the names.
        """
        for path in folder.rglob(COLLECTION):
            if name := path.read_text(encoding="utf-8"):
                milvus.drop(name)

    def nearest(self, asked: Vectors, limit: int) -> Hits:
        """The entries of the ``limit`` vectors that are nearest to each of the vectors of texts, with their cosines.

        Raises MilvusError when the vectors lie there and there is no answer in time.
        """
        faiss.omp_set_num_threads(1)  # a question is too small a task to share; OpenMP keeps the number for each thread that calls it
        scores, places = self._index.search(asked, min(limit, self._index.ntotal))
        compared = places >= 0  # -1: fewer were compared than asked for
        owners, counts = spans(self._firsts, places[compared])
        return self._owners[owners].astype(np.intp), np.repeat(scores[compared].astype(float), counts)

    def check(self) -> None:
        """Raise MilvusError when the vectors lie there and cannot be reached."""
        if isinstance(self._index, Collection):
            self._index.check()


def _each_once(texts: Sequence[str], owners: NDArray[np.int32]) -> tuple[list[str], NDArray[np.int32], NDArray[np.int32]]:
    """Each text once, the owners of all texts side by side, and where those of each text begin, with the end of them all."""
    numbers: dict[str, int] = {}
    of = np.array([numbers.setdefault(text, len(numbers)) for text in texts])
    order = np.argsort(of, kind="stable")
    return list(numbers), owners[order], np.searchsorted(of[order], np.arange(len(numbers) + 1)).astype(np.int32)


def _in_milvus(folder: Path, texts: Sequence[str], phrases: Sequence[str], embedder: Embedder, milvus: Milvus) -> dict[str, Any]:
    """Write the vectors to Milvus; the name is written down first, so that what a build that was killed left there is found again."""
    name = new_name(folder.parent)
    (folder / COLLECTION).write_text(name, encoding="utf-8")
    return {"count": len(texts), "compared": milvus.write(name, texts, phrases, embedder, exact=len(texts) <= EXACT)}


def _opened(folder: Path, meta: Mapping[str, Any], milvus: Milvus | None) -> Any:
    is_there = (folder / COLLECTION).exists()
    if milvus is None and is_there:
        raise WrongPlace("Søgeindeksets vektorer ligger i Milvus. Sæt TRIVSEL_VECTORS, eller kør »trivsel build«, så lægges de her.")
    if milvus is None:
        return faiss.read_index(str(folder / "vectors.faiss"), faiss.IO_FLAG_MMAP_IFC)
    if not is_there:
        raise WrongPlace("Søgeindeksets vektorer ligger ikke i Milvus. Kør »trivsel build« med samme TRIVSEL_VECTORS, så lægges de der.")
    return milvus.open((folder / COLLECTION).read_text(encoding="utf-8"), meta["count"], meta["compared"])


def index_of(texts: Sequence[str], phrases: Sequence[str], embedder: Embedder) -> Any:
    """A faiss index over the vectors of texts, in their order, of the kind that their number asks for."""
    if len(texts) > EXACT:
        return codes_of(texts, phrases, embedder)
    vectors = embedder.passages(texts)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors))
    return index


def profile_texts(profiles: Iterable[Profile]) -> Iterator[tuple[str, str]]:
    """The texts by whose meaning an entry is found: the whole, its head and its first sentences."""
    for profile in profiles:
        lines = [line.removeprefix("- ") for line in profile.body.split("\n") if len(line) > SHORTEST_LINE][:SENTENCES]
        for text in dict.fromkeys([f"{profile.head}. {profile.body}"[:2000], profile.head, *lines]):
            yield profile.id, text
