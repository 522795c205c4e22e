"""The vector index in both its kinds, exact and by codes that know what they miss, and the same where Milvus keeps the vectors."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

import faiss
import numpy as np
import pytest
from milvus_lite.server_manager import server_manager_instance

from search import codes, vectors
from search.embedder import Embedder, Vectors, load_embedder
from search.codes import RECALL, Nearest, codes_of
from search.milvus import MOST_COMPARED, Milvus, MilvusError
from search.vectors import VectorIndex, WrongPlace

WHO = "barnet eleven pigen drengen familien klassen teenageren søskende".split()
DOES = ("er bange for", "savner", "undgår", "taler om", "bliver ked af", "drømmer om", "skændes om", "venter på", "holder fast i")
WHAT = "skolen mørket mor maden lektierne vennerne sporten hunden natten bussen festen computeren familien turen lægen".split()
TEXTS = [f"{who} {does} {what}" for who, does, what in product(WHO, DOES, WHAT)]
PHRASES = [f"{does} {what}" for does, what in product(DOES, WHAT)]


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    """The shipped model."""
    return load_embedder()


@pytest.fixture(params=["faiss", "milvus"])
def milvus(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Milvus | None]:
    """No Milvus, or one in this process, which on a busy machine may take its time."""
    place = tmp_path / "milvus.db"
    yield Milvus(str(place), seconds=60) if request.param == "milvus" else None
    server_manager_instance.release_server(str(place))


def written(folder: Path, embedder: Embedder, milvus: Milvus | None) -> VectorIndex:
    """An index over the texts, each the text of an entry of its own."""
    VectorIndex.build(folder, embedder, ((f"t{number}", text) for number, text in enumerate(TEXTS)), PHRASES, milvus)
    return VectorIndex(folder, embedder, milvus)


def by_id(index: VectorIndex, asked: Vectors, limit: int) -> dict[str, float]:
    """The best cosine of each entry that is found."""
    rows, cosines = index.nearest(asked, limit)
    return dict(sorted((index.ids[row], cosine) for row, cosine in zip(rows.tolist(), cosines.tolist())))


def test_the_number_of_vectors_decides_the_kind(tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "EXACT", len(TEXTS))
    assert isinstance(vectors.index_of(TEXTS, PHRASES, embedder), faiss.IndexFlatIP)
    monkeypatch.setattr(vectors, "EXACT", len(TEXTS) - 1)
    assert isinstance(vectors.index_of(TEXTS, PHRASES, embedder), faiss.IndexRefine)


def test_codes_find_what_a_comparison_with_all_finds(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "ASKED_FOR", 10)
    monkeypatch.setattr(codes, "LEAST_SPARE", 1.0)
    index = codes_of(TEXTS, PHRASES, embedder)
    asked, all_ = embedder.queries(PHRASES), embedder.passages(TEXTS)
    scores, places = index.search(asked, 10)
    best = np.sort(asked @ all_.T, axis=1)[:, :-11:-1]
    assert 1 < index.k_factor < len(TEXTS) / 10 / 2, "the codes alone miss too many"
    assert (scores >= best[:, -1:] - 0.001).mean() >= RECALL
    assert np.allclose(scores, np.take_along_axis(asked @ all_.T, places, axis=1), atol=0.001)


def test_what_is_measured_is_the_share_of_all_that_a_question_asks_for(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "ASKED_FOR", 20)
    all_, asked = embedder.passages(TEXTS), embedder.queries(PHRASES)
    nearest = Nearest(asked)
    for start in range(0, len(TEXTS), 7):
        nearest.see(all_[start:start + 7])
    whole, half = (faiss.IndexFlatIP(all_.shape[1]) for _ in range(2))
    whole.add(all_)
    half.add(all_[::2])
    best = np.sort(asked @ all_.T, axis=1)[:, -20:]
    among = np.sort(asked @ all_[::2].T, axis=1)[:, -20:]
    assert nearest.share_found(whole) == 1.0
    assert nearest.share_found(half) == pytest.approx((among >= best[:, :1] - 0.0001).mean()) and 0.4 < nearest.share_found(half) < 0.6


@pytest.mark.parametrize("milvus", ["faiss", "milvus"], indirect=True)
def test_a_text_that_many_share_is_found_once_and_for_each_of_them(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch, milvus: Milvus | None
) -> None:  # fmt: skip
    monkeypatch.setattr(vectors, "EXACT", 10)
    rows = [(f"a{number}", "skolefravær") for number in range(30)] + [("b", "bange for skolen"), ("a7", "hunden savner natten"), ("c", "mad")]
    VectorIndex.build(tmp_path, embedder, rows, ["skole"], milvus)
    index, asked = VectorIndex(tmp_path, embedder, milvus), embedder.queries(["skolefravær"])
    scores = (asked @ embedder.passages(["skolefravær", "bange for skolen"]).T)[0]
    assert by_id(index, asked, 2) == pytest.approx({**{f"a{number}": 1.0 for number in range(30)}, "b": scores[1]}, abs=0.001)


def test_both_kinds_answer_alike(tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch, milvus: Milvus | None) -> None:
    exact = written(tmp_path / "exact", embedder, None)
    monkeypatch.setattr(vectors, "EXACT", 10)
    coded = written(tmp_path / "codes", embedder, milvus)
    for number in range(0, len(TEXTS), 97):
        found, wanted = (by_id(index, embedder.queries([TEXTS[number]]), 5) for index in (coded, exact))
        assert max(found, key=lambda id_: found[id_]) == max(wanted, key=lambda id_: wanted[id_]) == f"t{number}"
        assert found[f"t{number}"] == pytest.approx(1.0, abs=0.001)
        assert len(wanted) == len(found) == 5


def test_fewer_entries_than_asked_for_are_all_given(tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch, milvus: Milvus | None) -> None:
    monkeypatch.setattr(vectors, "EXACT", 10)
    found = by_id(written(tmp_path, embedder, milvus), embedder.queries(["skolen"]), 10_000)
    assert found.keys() <= {f"t{number}" for number in range(len(TEXTS))} and len(found) > len(TEXTS) / 2


def test_an_entry_counts_by_its_nearest_text(tmp_path: Path, embedder: Embedder, milvus: Milvus | None) -> None:
    VectorIndex.build(tmp_path, embedder, [("a", "hunden"), ("a", "bange for at gå i skole"), ("b", "mad og drikke")], ["skole"], milvus)
    index = VectorIndex(tmp_path, embedder, milvus)
    found = by_id(index, embedder.queries(["bange for at gå i skole"]), 10)
    assert index.ids == ["a", "b"] and found.keys() == {"a", "b"} and found["a"] == pytest.approx(1.0, abs=1e-5) and -1 < found["b"] < 0.7
    both = by_id(index, embedder.queries(["mad og drikke", "bange for at gå i skole"]), 1)
    assert both == pytest.approx({"a": 1.0, "b": 1.0}, abs=1e-5), "each by the text it is nearest to"


@pytest.mark.parametrize("milvus", ["faiss"], indirect=True)
def test_whichever_thread_asks_no_other_waits_with_it(tmp_path: Path, embedder: Embedder, milvus: Milvus | None) -> None:
    index, asked = written(tmp_path, embedder, milvus), embedder.queries(["skolen"])
    with ThreadPoolExecutor(1) as pool:
        pool.submit(faiss.omp_set_num_threads, 2).result()
        pool.submit(index.nearest, asked, 10).result()
        assert pool.submit(faiss.omp_get_max_threads).result() == 1


@pytest.mark.parametrize("milvus", ["milvus"], indirect=True)
@pytest.mark.parametrize(("few", "is_exact"), [(len(TEXTS), True), (len(TEXTS) - 1, False)])
def test_milvus_finds_what_a_comparison_with_all_finds(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch, milvus: Milvus, few: int, is_exact: bool
) -> None:  # fmt: skip
    monkeypatch.setattr(vectors, "EXACT", few)
    index = written(tmp_path / "there", embedder, milvus)._index
    asked, all_ = embedder.queries(PHRASES), embedder.passages(TEXTS)
    scores, places = index.search(asked, 10)
    best = np.sort(asked @ all_.T, axis=1)[:, :-11:-1]
    assert (scores >= best[:, -1:] - 0.001).mean() >= (1.0 if is_exact else RECALL)
    assert np.allclose(scores, np.take_along_axis(asked @ all_.T, places, axis=1), atol=1e-5)
    assert index.compared == 0 if is_exact else 0 < index.compared <= MOST_COMPARED
    kind = milvus._client.describe_index(index.name, "vector")["index_type"]
    assert kind == ("FLAT" if is_exact else "HNSW")


@pytest.mark.parametrize("milvus", ["milvus"], indirect=True)
def test_vectors_that_are_not_where_they_should_be_are_told(tmp_path: Path, embedder: Embedder, milvus: Milvus) -> None:
    there = written(tmp_path / "gen-7" / "entries", embedder, milvus)
    written(tmp_path / "here", embedder, None)
    with pytest.raises(WrongPlace, match="ligger i Milvus. Sæt TRIVSEL_VECTORS"):
        VectorIndex(tmp_path / "gen-7" / "entries", embedder)
    with pytest.raises(WrongPlace, match="ligger ikke i Milvus. Kør »trivsel build«"):
        VectorIndex(tmp_path / "here", embedder, milvus)
    there.check()
    name = there._index.name
    assert name.startswith("trivsel_7_")
    milvus._client.delete(name, ids=[0, 1])
    with pytest.raises(MilvusError, match=f"rummer {len(TEXTS) - 2} vektorer og ikke {len(TEXTS)}. Kør »trivsel build«"):
        VectorIndex(tmp_path / "gen-7" / "entries", embedder, milvus)
    VectorIndex.let_go(tmp_path / "gen-7", milvus)
    assert not milvus._client.has_collection(name)
    with pytest.raises(MilvusError, match=f"mangler samlingen {name}. Kør »trivsel build«"):
        there.check()
    with pytest.raises(MilvusError, match="Milvus på milvus.db svarer ikke, som den skal"):
        there.nearest(embedder.queries(["skolen"]), 5)
    VectorIndex.let_go(tmp_path, milvus)  # what is gone can be let go again


def test_the_password_of_a_milvus_is_never_told(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    milvus = Milvus("http://bruger:hemmeligtord@127.0.0.1:9/samling")
    assert milvus.place == "127.0.0.1:9" and "hemmeligtord" not in repr(milvus)
    with pytest.raises(MilvusError, match="Milvus på 127.0.0.1:9 svarer ikke") as caught:
        milvus.check("trivsel_1")
    assert caught.value.__cause__ is None and caught.value.__suppress_context__
    assert "hemmeligtord" not in str(caught.value) + caplog.text + "".join(capfd.readouterr())
