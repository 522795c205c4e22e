"""Trains the shipped static embedding model from the thesaurus, the documents, the questions they answer and Debian's Danish thesaurus.

Method: token vectors whose mean is the text's vector, trained by in-batch contrast (multiple negatives ranking loss, Henderson
et al. 2017, "Efficient Natural Language Response Suggestion") on pairs of texts that mean the same. Same data, same model:
one thread, fixed seeds, fixed order.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.danish import fold
from corpus.document import SECTION_SEPARATOR, Document
from corpus.sentences import sentences
from ontology.concept import Concept

DIMENSIONS = 192
VOCABULARY = 16_000  # tokens
EPOCHS = 12
BATCH = 512
RATE = 0.02
SCALE = 14.0  # cosine scale of the loss
LONGEST_TEXT = 40  # tokens of a text that training reads
PAIRS_A_CONCEPT = 130
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


def train(folder: Path, concepts: Sequence[Concept], documents: Sequence[Document], asked: Mapping[str, Sequence[str]], answers: Mapping[str, str]) -> dict[str, int]:
    """Train the model and write it into a folder as sentence-transformers reads it; returns how much data was used.

    ``asked`` are the questions by the id of what answers them, ``answers`` the texts of those passages and the names of those offers.

    Raises TrainingDataMissing when Debian's mythes-da is not installed.
    """
    pairs = {"ordliste": list(_concept_pairs(concepts)), "dokumenter": list(_document_pairs(documents)), "synonymer": list(_synonym_pairs()), "spørgsmål": list(_asked_pairs(asked, answers))}
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
        others = [label.text for label in concept.labels if label.kind in ("everyday", "misspelling", "indication")]
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
            said = list(sentences(passage.text))
            for text, following in zip(said, [*said[1:], ""]):
                if len(text) > 20:
                    yield head, text
                if len(text) > 20 and len(following) > 20:
                    yield text, following


def _asked_pairs(asked: Mapping[str, Sequence[str]], answers: Mapping[str, str]) -> Iterator[Pair]:
    """A question with the text or name of what answers it, and with another question that the same answers."""
    chooser = random.Random(SEED)
    for id_, questions in asked.items():
        for question in questions:
            yield question, answers[id_]
            if len(questions) > 1:
                yield question, chooser.choice([other for other in questions if other != question])


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


def _tokenizer(texts: Sequence[str]) -> Any:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))  # nosec - a token, not a password
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Punctuation(behavior="removed")])
    trainer = trainers.WordPieceTrainer(vocab_size=VOCABULARY, special_tokens=["[UNK]"], min_frequency=2, show_progress=False)
    tokenizer.train_from_iterator(sorted(fold(text) for text in texts), trainer)
    return tokenizer


def _fit(tokenizer: Any, pairs: Sequence[Pair]) -> Any:
    """Train the token vectors, float32 of shape (tokens, DIMENSIONS)."""
    import torch

    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    table: Any = torch.nn.Embedding(tokenizer.get_vocab_size(), DIMENSIONS)
    torch.nn.init.normal_(table.weight, std=0.1)
    steps = EPOCHS * (len(pairs) // BATCH)
    optimizer = torch.optim.Adam(table.parameters(), lr=RATE)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, total_iters=steps)
    numbers: dict[str, int] = {}
    texts = [torch.tensor([numbers.setdefault(pair[side], len(numbers)) for pair in pairs]) for side in (0, 1)]
    tokens = _padded(tokenizer, list(numbers))
    wanted = torch.arange(BATCH)
    chooser = torch.Generator().manual_seed(SEED)
    for _ in range(EPOCHS):
        order = torch.randperm(len(pairs), generator=chooser)
        for start in range(0, len(order) - BATCH + 1, BATCH):
            left, right = (side[order[start:start + BATCH]] for side in texts)
            scores = SCALE * _encode(table, tokens[left]) @ _encode(table, tokens[right]).T
            scores = scores.masked_fill(_alike(left, right), -100.0)
            loss: Any = (torch.nn.functional.cross_entropy(scores, wanted) + torch.nn.functional.cross_entropy(scores.T, wanted)) / 2
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return table.weight.detach()


def _padded(tokenizer: Any, texts: Sequence[str]) -> Any:
    """Token numbers of shape (texts, LONGEST_TEXT), filled up with -1."""
    import torch

    rows = torch.full((len(texts), LONGEST_TEXT), -1)
    for row, encoding in zip(rows, tokenizer.encode_batch(texts)):
        ids = (encoding.ids or [0])[:LONGEST_TEXT]
        row[:len(ids)] = torch.tensor(ids)
    return rows


def _encode(table: Any, tokens: Any) -> Any:
    """The mean of each row's token vectors, at unit length."""
    import torch

    tokens = tokens[:, :int((tokens >= 0).sum(1).max())]
    said = (tokens >= 0).unsqueeze(2)
    return torch.nn.functional.normalize((table(tokens.clamp(min=0)) * said).sum(1) / said.sum(1), dim=1)


def _alike(left: Any, right: Any) -> Any:
    """Where one pair's side is another pair's side too: such a pair is no negative."""
    import torch

    same = (left[:, None] == left[None]) | (right[:, None] == right[None])
    return same & ~torch.eye(len(left), dtype=torch.bool)


def _save(folder: Path, tokenizer: Any, weights: Any) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import StaticEmbedding

    module = StaticEmbedding(tokenizer, embedding_weights=weights.numpy())
    SentenceTransformer(modules=[module], device="cpu").save(str(folder), create_model_card=False)
