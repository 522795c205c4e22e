"""The store on disk and the exports hold the same quads, the same way each time."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

from corpus.catalogue import read_catalogue
from corpus.document import Source
from corpus.markup import read_pieces
from corpus.reader import read_document
from graph.dataset import Replaced, build_dataset
from graph.errors import StorageError, UnknownFormat
from graph.extraction import extract_facts
from graph.fact import INFERRED, Fact
from graph.storage import FORMATS, Older, export, export_files, open_store, sorted_quads, union_graph, write_store

# rdflib 7 warns of its own old names whenever a Dataset is asked or parsed into.
pytestmark = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph).*deprecated:DeprecationWarning")

BASE = "https://trivselsgrafen.example/"
SMALL_FACTS = [
    Fact("Læsehjælp", "type", "Intervention", "lille", "A › B", "Læsehjælp \"her\"\nog <der>", 0, 25),
    Fact("Læsehjælp", "duration", "9,1 måned", "lille", "", "9,1 måned", 30, 39, 9.1, "måneder"),
    Fact("Læsehjælp", "level", "Mistrivsel", "lille", "", "x", 0, 1, basis=INFERRED, confidence=0.6),
]
BUILD = """
import hashlib
from corpus.catalogue import read_catalogue
from graph.dataset import build_dataset
from graph.extraction import extract_facts
from graph.storage import FORMATS, export
documents = list(read_catalogue())
dataset = build_dataset(documents, extract_facts(documents))
print(*(hashlib.sha256(export(dataset, name)).hexdigest() for name in FORMATS))
"""


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    documents = list(read_catalogue())
    return build_dataset(documents, extract_facts(documents), BASE)


@pytest.fixture(scope="module")
def small() -> Dataset:
    return build_dataset([], SMALL_FACTS, BASE)


def digests(seed: str) -> str:
    root = str(Path(__file__).parents[1])
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": root}
    return subprocess.run([sys.executable, "-c", BUILD], env=environment, capture_output=True, text=True, check=True).stdout


def test_exports_are_byte_identical_from_process_to_process(dataset: Dataset) -> None:
    first = digests("1")
    assert first == digests("4711")
    assert first.split() == [hashlib.sha256(export(dataset, name)).hexdigest() for name in FORMATS]


@pytest.mark.parametrize("format_", ["trig", "nquads", "jsonld"])
def test_an_export_parses_back_to_the_dataset(dataset: Dataset, format_: str) -> None:
    quads = sorted_quads(dataset)
    assert len(quads) > 10_000
    assert set(pyoxigraph.parse(export(dataset, format_), FORMATS[format_])) == set(quads)


@pytest.mark.parametrize(("format_", "rdflib_name"), [("trig", "trig"), ("nquads", "nquads"), ("jsonld", "json-ld")])
def test_rdflib_reads_the_same_graphs(small: Dataset, format_: str, rdflib_name: str) -> None:
    back = Dataset()
    back.parse(data=export(small, format_), format=rdflib_name)
    names = [name for name in {str(graph.identifier) for graph in small.graphs()} if "graf/" in name]
    assert len(names) == 3
    for name in names:
        assert len(small.graph(name)) > 3
        assert isomorphic(back.graph(name), small.graph(name))


def test_turtle_is_the_union_without_the_inferred(small: Dataset) -> None:
    turtle = Graph().parse(data=export(small, "turtle"), format="turtle")
    assert isomorphic(turtle, union_graph(small))
    assert "isClassifiedBy" not in "".join(str(s) for s in turtle.subjects() if "indsats/" in str(s))
    assert BASE + "udsagn/" + SMALL_FACTS[2].id not in {str(subject) for subject in turtle.subjects()}
    assert BASE + "udsagn/" + SMALL_FACTS[1].id in {str(subject) for subject in turtle.subjects()}


def test_an_unknown_format_is_named(small: Dataset) -> None:
    with pytest.raises(UnknownFormat, match="rdfxml"):
        export(small, "rdfxml")


def test_a_written_store_holds_every_quad_and_the_union_as_default(small: Dataset, tmp_path: Path) -> None:
    write_store(small, tmp_path / "graf")
    opened = open_store(tmp_path / "graf")
    assert sorted_quads(opened) == sorted_quads(small)
    query = "SELECT ?o {{ <{0}indsats/laesehjaelp> <http://data.europa.eu/m8g/isClassifiedBy> ?o }}".format(BASE)
    assert len(list(opened.query(query))) == 0
    assert len(list(opened.query(query.replace("{ <", "{ GRAPH ?g { <") + "}"))) == 1
    with pytest.raises(RuntimeError, match="read-write"):
        opened.store.quads.add(sorted_quads(small)[0])  # type: ignore[attr-defined]


def older(dataset: Dataset, folder: Path) -> Older:
    """A dataset written as a generation holds it."""
    folder.mkdir()
    write_store(dataset, folder / "store")
    (folder / "all.nq").write_bytes(export(dataset, "nquads"))
    return Older(folder / "store", folder / "all.nq")


def all_quads(folder: Path) -> set[pyoxigraph.Quad]:
    return set(open_store(folder).store.quads)  # type: ignore[attr-defined]


def test_a_store_changed_from_an_older_one_holds_the_same_as_one_made_anew(dataset: Dataset, tmp_path: Path) -> None:
    documents = list(read_catalogue())
    fewer = [fact for fact in extract_facts(documents) if fact.document != "integrationspolitik"]
    other = build_dataset(documents, [*fewer, *SMALL_FACTS], BASE)
    before = older(dataset, tmp_path / "a")
    write_store(other, tmp_path / "b", before)
    write_store(other, tmp_path / "c")
    assert all_quads(tmp_path / "b") == all_quads(tmp_path / "c") != all_quads(before.store)
    assert any((tmp_path / "b" / path.name).is_file() and (tmp_path / "b" / path.name).read_bytes() == path.read_bytes() for path in before.store.glob("*.sst"))


def test_what_an_edition_states_leaves_the_default_graph_when_it_is_replaced_and_comes_back(small: Dataset, tmp_path: Path) -> None:
    document = read_document(Source("lille", "Lille", "Kommunen", "2020", "gældende"), read_pieces("# A\n\nLæsehjælp hver dag.\n"))
    replaced = build_dataset([], [], BASE, replaced=Replaced((document,), tuple(SMALL_FACTS[:2])))
    before, after = older(small, tmp_path / "a"), older(replaced, tmp_path / "b")
    write_store(replaced, tmp_path / "c", before)
    assert all_quads(tmp_path / "c") == all_quads(after.store)
    said = pyoxigraph.NamedNode(f"{BASE}udsagn/{SMALL_FACTS[1].id}")
    assert {quad.graph_name for quad in all_quads(tmp_path / "c") if quad.subject == said} == {pyoxigraph.NamedNode(f"{BASE}graf/lille")}
    write_store(small, tmp_path / "d", after)
    assert all_quads(tmp_path / "d") == all_quads(before.store)


def test_an_older_store_that_is_damaged_or_quite_different_is_left_aside(dataset: Dataset, small: Dataset, tmp_path: Path) -> None:
    whole = older(small, tmp_path / "whole")
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "CURRENT").write_text("nothing")
    write_store(small, tmp_path / "a", Older(tmp_path / "damaged", whole.nquads))
    write_store(small, tmp_path / "b", Older(whole.store, tmp_path / "missing.nq"))
    write_store(dataset, tmp_path / "c", whole)
    assert all_quads(tmp_path / "a") == all_quads(tmp_path / "b") == all_quads(whole.store)
    assert sorted_quads(open_store(tmp_path / "c")) == sorted_quads(dataset)


def test_an_older_store_whose_default_graph_was_made_by_other_rules_is_left_aside(small: Dataset, tmp_path: Path) -> None:
    before = older(small, tmp_path / "a")
    store = pyoxigraph.Store(str(before.store))
    store.remove(next(store.quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph())))
    store.flush()
    del store
    write_store(small, tmp_path / "b", before)
    write_store(small, tmp_path / "c")
    assert all_quads(tmp_path / "b") == all_quads(tmp_path / "c") > all_quads(before.store)


def test_files_of_every_format_are_written(small: Dataset, tmp_path: Path) -> None:
    paths = export_files(small, tmp_path)
    assert {path.name for path in paths.values()} == {f"trivselsgrafen.{suffix}" for suffix in ("ttl", "trig", "jsonld", "nq")}
    assert {name: path.read_bytes() for name, path in paths.items()} == {name: export(small, name) for name in FORMATS}


def test_a_missing_store_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="trivsel build"):
        open_store(tmp_path / "ingen")
