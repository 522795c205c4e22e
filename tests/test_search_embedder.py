"""Text to vectors: our own reading of the static model, and any other sentence-transformers model."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from search.embedder import SHIPPED_MODEL, ModelError, StaticEmbedder, load_embedder, unit
from search.vectors import VectorIndex, WrongModel
from web.settings import Settings
from web.startup import open_service

TEXTS = [
    "Dreng i 8. klasse på Amager har over 40 procent fravær", "skolevægring", "He refuses to go to school", "", "😀", "ÆØÅ æøå", "a", "?!",
    "En lang tekst om trivsel. " * 200, "ukendtordsomingenharset",
]  # fmt: skip


@pytest.fixture(scope="module")
def shipped() -> StaticEmbedder:
    return StaticEmbedder(SHIPPED_MODEL)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A transformer of a few kilobytes, saved as sentence-transformers saves one."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import models, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("tiny")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "angst", "skole", "barn", "hos", "i", "fravær", "query", ":"]
    tokenizer = Tokenizer(models.WordLevel({word: number for number, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]")
    fast.save_pretrained(folder / "bert")
    config = BertConfig(vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, max_position_embeddings=64)
    BertModel(config).save_pretrained(folder / "bert")
    transformer = Transformer(str(folder / "bert"))
    model = SentenceTransformer(modules=[transformer, Pooling(16)], prompts={"query": "query: "}, device="cpu")
    model.save(str(folder / "model"))
    return folder / "model"


def test_vectors_have_unit_length_and_nothing_has_none(shipped: StaticEmbedder) -> None:
    vectors = shipped.queries(TEXTS)
    assert vectors.shape[0] == len(TEXTS) and vectors.shape[1] >= 100 and vectors.dtype == np.float32
    lengths = np.linalg.norm(vectors, axis=1)
    silent = {text for text, length in zip(TEXTS, lengths) if length == 0}
    assert "" in silent and silent <= {"", "?!", "😀"}
    assert np.allclose(lengths[lengths > 0], 1, atol=1e-5)
    assert np.array_equal(vectors, shipped.passages(TEXTS)) and shipped.queries([]).shape[0] == 0


def test_words_cut_once_give_the_tokens_of_the_whole_text(shipped: StaticEmbedder) -> None:
    whole = Tokenizer.from_file(str(SHIPPED_MODEL / "tokenizer.json"))
    texts = [*TEXTS, "skolefraværet,  hjemme\u00a0hos\n\nbarnet\t(8. kl.)", "A\u030a pa\u030a", "x" * 300]
    expected = [whole.encode(text, add_special_tokens=False).ids for text in texts]
    assert any(expected) and [shipped.tokens(text) for text in texts] == expected == [shipped.tokens(text) for text in texts]


def test_a_tokenizer_that_marks_where_words_begin_gets_whole_texts(tmp_path: Path) -> None:
    from tokenizers import models, pre_tokenizers

    marked = Tokenizer(models.WordLevel({"[UNK]": 0, "barnet": 1, "Ġvil": 2, "Ġ": 3, "vil": 4}, unk_token="[UNK]"))
    marked.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    shutil.copytree(SHIPPED_MODEL, tmp_path / "model")
    marked.save(str(tmp_path / "model" / "tokenizer.json"))
    assert StaticEmbedder(tmp_path / "model").tokens("barnet  vil") == [1, 3, 2]


def test_near_meanings_are_nearer_than_far_ones(shipped: StaticEmbedder) -> None:
    absence, truancy, insurance = shipped.queries(["skolefravær", "kommer ikke i skole", "bilforsikring"])
    assert absence @ truancy > absence @ insurance + 0.1


def test_unit_keeps_zeros() -> None:
    assert np.array_equal(unit(np.array([[3, 4], [0, 0]], dtype=np.float32)), np.array([[0.6, 0.8], [0, 0]], dtype=np.float32))


def test_static_model_gives_what_sentence_transformers_gives(shipped: StaticEmbedder) -> None:
    from sentence_transformers import SentenceTransformer

    texts = [text for text in TEXTS if text]
    theirs = SentenceTransformer(str(SHIPPED_MODEL), device="cpu").encode(texts, normalize_embeddings=True, show_progress_bar=False)
    assert np.abs(shipped.queries(texts) - theirs).max() < 1e-5


def test_transformer_of_ones_own_is_usable(tiny: Path, shipped: StaticEmbedder) -> None:
    embedder = load_embedder(str(tiny))
    assert type(embedder).__name__ == "TransformerEmbedder" and embedder.fingerprint != shipped.fingerprint
    queries, passages = embedder.queries(["angst hos barn"]), embedder.passages(["angst hos barn"])
    assert queries.shape == passages.shape == (1, 16) and queries.dtype == np.float32
    assert np.allclose(np.linalg.norm(queries, axis=1), 1, atol=1e-5)
    assert not np.allclose(queries, passages), "the model's own prompt for questions is used"


def test_index_finds_with_a_transformer_and_refuses_another_model(tiny: Path, shipped: StaticEmbedder, tmp_path: Path) -> None:
    embedder = load_embedder(str(tiny))
    texts = [("a", "angst hos barn"), ("b", "fravær i skole"), ("a", "skole")]
    VectorIndex.build(tmp_path, embedder, texts, ["fravær"])
    index = VectorIndex(tmp_path, embedder)
    rows, nearness = index.nearest(embedder.queries(["fravær i skole"]), 10)
    found = dict(sorted((index.ids[row], cosine) for row, cosine in zip(rows.tolist(), nearness.tolist())))
    cosines = (embedder.passages([text for _, text in texts]) @ embedder.queries(["fravær i skole"]).T)[:, 0].tolist()
    assert found == pytest.approx({"a": max(cosines[0], cosines[2]), "b": cosines[1]}, abs=1e-6)
    with pytest.raises(WrongModel, match="en anden sprogmodel. Kør »trivsel build«"):
        VectorIndex(tmp_path, shipped)


def test_generation_made_with_another_model_is_refused(settings: Settings, tiny: Path) -> None:
    with pytest.raises(WrongModel, match="Kør »trivsel build«"):
        open_service(Settings(settings.data, model=str(tiny)))


def test_other_weights_in_the_same_folder_are_another_model(tiny: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    folder = tmp_path / "model"
    shutil.copytree(tiny, folder)
    before = load_embedder(str(folder)).fingerprint
    assert load_embedder(str(folder)).fingerprint == before
    [weights] = folder.rglob("model.safetensors")
    save_file({name: table + np.float32(0.5) for name, table in load_file(weights).items()}, weights, metadata={"format": "pt"})
    assert load_embedder(str(folder)).fingerprint != before


def test_static_folder_elsewhere_is_the_same_model(shipped: StaticEmbedder, tmp_path: Path) -> None:
    shutil.copytree(SHIPPED_MODEL, tmp_path / "copy")
    copied = load_embedder(str(tmp_path / "copy"))
    assert isinstance(copied, StaticEmbedder) and copied.fingerprint == shipped.fingerprint


@pytest.mark.parametrize("damage", ["cut weights", "no weights", "cut tokenizer", "no tokenizer", "other modules", "weights of another name"])
def test_damaged_static_model_is_a_plain_error(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(SHIPPED_MODEL, folder)
    weights, tokenizer = folder / "model.safetensors", folder / "tokenizer.json"
    if damage == "cut weights":
        weights.write_bytes(weights.read_bytes()[:1000])
    elif damage == "no weights":
        weights.unlink()
    elif damage == "cut tokenizer":
        tokenizer.write_bytes(tokenizer.read_bytes()[:1000])
    elif damage == "no tokenizer":
        tokenizer.unlink()
    elif damage == "other modules":
        (folder / "modules.json").write_text(json.dumps([{"path": "mangler", "type": "StaticEmbedding"}]))
    else:
        from safetensors.numpy import save_file

        save_file({"other": np.zeros((2, 2), dtype=np.float32)}, weights)
    with pytest.raises(ModelError, match="Modellen i copy kan ikke læses. Kør »trivsel train«, eller vælg en anden model med TRIVSEL_MODEL."):
        load_embedder(str(folder))


def test_model_that_is_nowhere_is_a_plain_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="Kontrollér TRIVSEL_MODEL"):
        load_embedder(str(tmp_path / "mangler"))
