"""The vectors of an index in Milvus, on other machines or, by the path of a file, in this process: one collection for each index.

Why it answers like a faiss index (``ntotal``, ``search``): what is asked and what becomes of it is then the same wherever the vectors
lie. Why the rule is that of the lists too: few vectors are compared with all of them and nothing is missed; many are searched by their
neighbours (HNSW), as widely as phrases like those that will be asked need to find RECALL of what is nearest.
"""

from __future__ import annotations

import logging
import math
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from search.embedder import Embedder, Vectors
from search.codes import ASKED_FOR, RECALL, Nearest

SECONDS = 2.0  # that an answer may take
PATIENCE = 600.0  # seconds that a step of building may take
ROWS = 4_000  # vectors sent at a time: Milvus takes 64 MB
MOST = 16_384  # entries that Milvus gives at a time
NEIGHBOURS, WIDTH_BUILT = 32, 200  # of a vector, and compared to find them
MOST_COMPARED = 4_096  # vectors kept in view while searching


class MilvusError(Exception):
    """Milvus cannot be reached or lacks what it should hold; the message says what to do, in Danish."""


@dataclass(frozen=True)
class Milvus:
    """A Milvus by its address, ``http(s)://[user:password@]host:port[/database]``, or the path of a file that ends in .db; ``seconds`` are those it has for an answer."""

    address: str = field(repr=False)
    seconds: float = SECONDS

    @property
    def place(self) -> str:
        """The address as it may be told: without user and password."""
        return urlsplit(self.address).netloc.rpartition("@")[2] or Path(self.address).name

    def write(self, name: str, texts: Sequence[str], phrases: Sequence[str], embedder: Embedder, exact: bool) -> int:
        """Write the vectors of texts, by their places, into a new collection; gives how many are to be compared, 0 for all.

        Raises MilvusError.
        """
        nearest = Nearest(embedder.queries(phrases))
        with self._told():
            self._create(name, embedder.queries(phrases[:1]).shape[1])
            for start in range(0, len(texts), ROWS):
                vectors = embedder.passages(texts[start:start + ROWS])
                self._client.insert(name, [{"place": start + row, "vector": vector} for row, vector in enumerate(vectors)], timeout=PATIENCE)
                nearest.see(vectors)
            self._make_searchable(name, exact)
        if exact:
            return 0
        compared, patient = ASKED_FOR, replace(self, seconds=PATIENCE)
        while compared < MOST_COMPARED and nearest.share_found(patient.open(name, len(texts), compared)) < RECALL:
            compared = math.ceil(1.5 * compared)
        return compared

    def _create(self, name: str, width: int) -> None:
        from pymilvus import DataType

        schema = self._client.create_schema(auto_id=False)
        schema.add_field("place", DataType.INT64, is_primary=True)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=width)
        self._client.create_collection(name, schema=schema, timeout=PATIENCE)

    def _make_searchable(self, name: str, exact: bool) -> None:
        """Flush first: an index over what is not flushed compares with everything."""
        kind: dict[str, Any] = {"index_type": "FLAT"} if exact else {"index_type": "HNSW", "params": {"M": NEIGHBOURS, "efConstruction": WIDTH_BUILT}}
        index = self._client.prepare_index_params()
        index.add_index("vector", metric_type="IP", **kind)
        self._client.flush(name, timeout=PATIENCE)
        self._client.create_index(name, index, timeout=PATIENCE)

    def open(self, name: str, count: int, compared: int) -> Collection:
        """A collection ready to be searched.

        Raises MilvusError when it is not there or does not hold as many vectors as it should.
        """
        self.check(name)
        with self._told():
            held = self._client.query(name, filter="", output_fields=["count(*)"], consistency_level="Strong", timeout=PATIENCE)[0]["count(*)"]
        if held != count:
            raise MilvusError(f"Samlingen {name} i Milvus på {self.place} rummer {held} vektorer og ikke {count}. Kør »trivsel build«, så laves den igen.")
        return Collection(self, name, count, compared)

    def check(self, name: str) -> None:
        """Make a collection ready, also in a Milvus that was started again since.

        Raises MilvusError when it cannot be reached or is not there.
        """
        with self._told():
            is_there = self._client.has_collection(name, timeout=self.seconds)
            if is_there:
                self._client.load_collection(name, timeout=PATIENCE)
        if not is_there:
            raise MilvusError(f"Milvus på {self.place} mangler samlingen {name}. Kør »trivsel build«, så laves den igen.")

    def found(self, name: str, asked: Vectors, limit: int, compared: int) -> list[list[dict[str, Any]]]:
        """For each vector the nearest of a collection, the nearest first.

        Raises MilvusError when there is no answer in time.
        """
        how = {"metric_type": "IP", "params": {"ef": max(compared, limit)} if compared else {}}
        with self._told():
            rows: list[list[dict[str, Any]]] = self._client.search(
                name, list(asked), limit=limit, search_params=how, output_fields=["place"], consistency_level="Eventually", timeout=self.seconds,
            )  # fmt: skip
        return rows

    def drop(self, name: str) -> None:
        """Remove a collection where there is one.

        Raises MilvusError.
        """
        with self._told():
            if self._client.has_collection(name, timeout=self.seconds):
                self._client.drop_collection(name, timeout=PATIENCE)

    @cached_property
    def _client(self) -> Any:
        from pymilvus import MilvusClient

        logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # what goes wrong is told in our own words
        return MilvusClient(self.address, timeout=self.seconds, grpc_options={"grpc.max_reconnect_backoff_ms": 1000})  # else minutes, once it is back

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell what goes wrong without the words of the client, which may hold the address with its password."""
        try:
            import grpc
            from pymilvus.exceptions import MilvusException
        except ImportError as error:
            raise MilvusError("TRIVSEL_VECTORS kræver pymilvus, som ikke er installeret. Installér trivselsgrafen[milvus].") from error
        try:
            yield
        except (MilvusException, grpc.RpcError) as error:
            code = getattr(error, "code", "")  # a method where gRPC itself tells what went wrong
            kind = f"{type(error).__name__} {code().name if callable(code) else code}".strip()
            raise MilvusError(f"Milvus på {self.place} svarer ikke, som den skal ({kind}). Kontrollér, at den kører, og TRIVSEL_VECTORS.") from None


@dataclass(frozen=True)
class Collection:
    """The vectors of one index, searched as those of faiss are; ``ntotal`` is their number."""

    milvus: Milvus
    name: str
    ntotal: int
    compared: int

    def search(self, asked: Vectors, limit: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The cosines and places of the nearest vectors, each of shape (asked, limit); the place is -1 where fewer were found.

        Raises MilvusError when there is no answer in time.
        """
        limit = min(limit, MOST)
        scores = np.full((len(asked), limit), -np.inf, dtype=np.float32)
        places = np.full((len(asked), limit), -1, dtype=np.int64)
        for row, hits in enumerate(self.milvus.found(self.name, asked, limit, self.compared)):
            scores[row, :len(hits)] = [hit["distance"] for hit in hits]
            places[row, :len(hits)] = [hit["place"] for hit in hits]
        return scores, places

    def check(self) -> None:
        """Raise MilvusError when the vectors cannot be reached."""
        self.milvus.check(self.name)


def new_name(folder: Path) -> str:
    """A name for the collection of a generation that is being built: its number, and chance, as others may keep theirs in the same Milvus."""
    return f"trivsel_{''.join(filter(str.isdigit, folder.name))}_{secrets.token_hex(6)}"
