"""Trains the shipped static embedding model from the thesaurus, the documents and Debian's Danish thesaurus.

Method: token vectors whose mean is the text's vector, trained by in-batch contrast (multiple negatives ranking loss, Henderson
et al. 2017, "Efficient Natural Language Response Suggestion") on pairs of texts that mean the same. Same data, same model:
one thread, fixed seeds, fixed order.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.danish import fold
from corpus.document import SECTION_SEPARATOR, Document
from corpus.sentences import sentence_spans
from ontology.concept import Concept

DIMENSIONS = 192
VOCABULARY = 12_000  # tokens
EPOCHS = 12
BATCH = 512
RATE = 0.02
SCALE = 14.0  # cosine scale of the loss
PAIRS_A_CONCEPT = 75
CARRIERS = (  # what people say around the need itself; it should weigh little
    "min søn på {age} år {said}", "pige i {grade}. klasse {said}", "elev i {grade}. klasse, {said}, hvad gør vi", "{said} hvem kan hjælpe", "jeg har en dreng på {age}, som {said}",
    "hej, vi bor i København, og {said}", "hvad findes der, når man {said}", "{said} og har gjort det længe", "et barn på {age} {said}", "vores datter {said}, hvad kan vi gøre",
    "kan man få hjælp til {said}", "borger på {age} år {said}", "jeg er lærer og har en elev, der {said}", "is there help for {said}", "my son is {age} and {said}",
)  # fmt: skip
SYNONYM_PAIRS = 24_000
SEED = 20_26
SYNONYMS = Path("/usr/share/mythes/th_da_DK.dat")


class TrainingDataMissing(Exception):
    """Something the training needs is not installed; the message says what, in Danish."""


Pair = tuple[str, str]


def train(folder: Path, concepts: Sequence[Concept], documents: Sequence[Document]) -> dict[str, int]:
    """Train the model and write it into a folder as sentence-transformers reads it; returns how much data was used.

    Raises TrainingDataMissing when Debian's mythes-da is not installed.
    """
    pairs = {"ordliste": list(_concept_pairs(concepts)), "dokumenter": list(_document_pairs(documents)), "synonymer": list(_synonym_pairs())}
    rows = [pair for part in pairs.values() for pair in part]
    tokenizer = _tokenizer([text for pair in rows for text in pair])
    _save(folder, tokenizer, _fit(tokenizer, rows))
    return {name: len(part) for name, part in pairs.items()}


def _concept_pairs(concepts: Sequence[Concept]) -> Iterator[Pair]:
    """Everyday words with professional ones, English with Danish, each with the definition, and narrower with broader."""
    chooser = random.Random(SEED)
    by_id = {concept.id: concept for concept in concepts}
    for concept in concepts:
        formal = [label.text for label in concept.labels if label.kind in ("preferred", "professional")]
        others = [label.text for label in concept.labels if label.kind in ("everyday", "misspelling")]
        pairs = [(text, chooser.choice(formal)) for text in others + formal] + [(text, concept.definition) for text in formal + others if concept.definition]
        pairs += [(text, chooser.choice(others)) for text in others if len(others) > 1]
        pairs += [(_carried(chooser, text, chooser.choice(others)), chooser.choice(formal)) for text in others]
        chooser.shuffle(pairs)
        yield from pairs[:PAIRS_A_CONCEPT]
        for parent in concept.broader:
            if parent in by_id:
                yield concept.label, by_id[parent].label


def _carried(chooser: random.Random, said: str, also: str) -> str:
    """An everyday phrase, sometimes two, inside a sentence as people write it."""
    text = f"{said} og {also}" if chooser.random() < 0.4 else said
    return chooser.choice(CARRIERS).format(said=text, age=chooser.randint(1, 17), grade=chooser.randint(0, 9))


def _document_pairs(documents: Sequence[Document]) -> Iterator[Pair]:
    """A sentence with its heading, and with the sentence after it."""
    for document in documents:
        for passage in document.passages:
            head = passage.section.replace(SECTION_SEPARATOR, ". ")
            said = [passage.text[start:end] for start, end in sentence_spans(passage.text)]
            for text, following in zip(said, [*said[1:], ""]):
                if len(text) > 20:
                    yield head, text
                if len(text) > 20 and len(following) > 20:
                    yield text, following


def _synonym_pairs() -> Iterator[Pair]:
    """Words with their synonyms, a fixed sample."""
    if not SYNONYMS.exists():
        raise TrainingDataMissing("Den danske synonymordbog mangler. Installér Debian-pakken mythes-da, og kør »trivsel train« igen.")
    pairs: list[Pair] = []
    word = ""
    for line in SYNONYMS.read_text(encoding="utf-8", errors="replace").splitlines()[1:]:
        parts = line.split("|")
        if line[:1] not in "-(" and len(parts) == 2 and parts[1].isdigit():
            word = parts[0]
        elif word:
            pairs += [(word, synonym) for synonym in parts[1:3] if re.fullmatch(r"[\wæøå -]{3,30}", synonym) and synonym != word]
    random.Random(SEED).shuffle(pairs)
    yield from pairs[:SYNONYM_PAIRS]


def _tokenizer(texts: Sequence[str]):  # type: ignore[no-untyped-def]  # tokenizers ships no types
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))  # nosec - a token, not a password
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Punctuation(behavior="removed")])
    trainer = trainers.WordPieceTrainer(vocab_size=VOCABULARY, special_tokens=["[UNK]"], min_frequency=2, show_progress=False)
    tokenizer.train_from_iterator(sorted(fold(text) for text in texts), trainer)
    return tokenizer


def _fit(tokenizer, pairs: Sequence[Pair]):  # type: ignore[no-untyped-def]  # torch is imported only here
    import torch

    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    table = torch.nn.EmbeddingBag(tokenizer.get_vocab_size(), DIMENSIONS, mode="mean")
    torch.nn.init.normal_(table.weight, std=0.1)
    steps = EPOCHS * (len(pairs) // BATCH)
    optimizer = torch.optim.Adam(table.parameters(), lr=RATE)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, total_iters=steps)
    left, right = ([e.ids or [0] for e in tokenizer.encode_batch([pair[side] for pair in pairs])] for side in (0, 1))
    chooser = random.Random(SEED)
    order = list(range(len(pairs)))
    for _ in range(EPOCHS):
        chooser.shuffle(order)
        for start in range(0, len(order) - BATCH + 1, BATCH):
            rows = order[start:start + BATCH]
            scores = SCALE * _encode(table, [left[row] for row in rows]) @ _encode(table, [right[row] for row in rows]).T
            loss = _contrast(scores, [pairs[row] for row in rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return table.weight.detach()


def _encode(table, ids: Sequence[Sequence[int]]):  # type: ignore[no-untyped-def]
    import torch

    flat = torch.tensor([token for row in ids for token in row])
    offsets = torch.tensor([0, *(len(row) for row in ids[:-1])]).cumsum(0)
    return torch.nn.functional.normalize(table(flat, offsets), dim=1)


def _contrast(scores, pairs: Sequence[Pair]):  # type: ignore[no-untyped-def]
    """Cross entropy both ways; a pair with the same other side is no negative."""
    import torch

    for side in (0, 1):
        same: dict[str, list[int]] = {}
        for row, pair in enumerate(pairs):
            same.setdefault(pair[side], []).append(row)
        for rows in same.values():
            for row in rows:
                for other in rows:
                    if row != other:
                        scores[row, other] = -100.0
    wanted = torch.arange(len(pairs))
    return (torch.nn.functional.cross_entropy(scores, wanted) + torch.nn.functional.cross_entropy(scores.T, wanted)) / 2


def _save(folder: Path, tokenizer, weights) -> None:  # type: ignore[no-untyped-def]
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import StaticEmbedding

    module = StaticEmbedding(tokenizer, embedding_weights=weights.numpy())
    SentenceTransformer(modules=[module], device="cpu").save(str(folder), create_model_card=False)
