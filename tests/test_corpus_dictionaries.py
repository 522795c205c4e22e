"""Dictionaries as files: every form is found with its lemma, nothing else is, and words are read as before."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from corpus import danish, dictionaries
from corpus.dictionaries import Dictionaries, Dictionary, write
from web.startup import Service

WORDS = ("skolevægringen", "børnehaveklasselederne", "kæresters", "xyzzy", "café", "unge-teamet", "sagsbehandlernes", "o'er")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("words") / "dictionaries"
    write(folder)
    return folder


def test_every_form_is_found_and_nothing_else(folder: Path) -> None:
    kept, forms = Dictionaries(), DefaultDictionaryFactory().get_dictionary("en")
    kept.open(folder)
    english = kept.get_dictionary("en")
    assert isinstance(english, Dictionary) and len(english) == len(forms) > 100_000
    listed = sorted(forms, key=str.encode)
    assert list(english) == listed
    some = [listed[0], listed[-1], *Random(12).sample(listed, 2_000)]
    assert [english[form] for form in some] == [forms[form] for form in some]
    others = ["", "\t", listed[0][:-1], f"{listed[-1]}z", *(f"{form}q" for form in some), *(form[:-1] for form in some)]
    assert [form for form in others if english.get(form) != forms.get(form)] == []


def test_words_are_read_as_the_library_reads_them(folder: Path) -> None:
    kept = Dictionaries()
    kept.open(folder)
    by_file, by_library = (Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=factory)) for factory in (kept, DefaultDictionaryFactory()))
    read = [by_file.lemmatize(word, "da") for word in WORDS]
    assert read == [by_library.lemmatize(word, "da") for word in WORDS]
    assert read[:4] == ["skolevægring", "børnehaveklasseleder", "kæreste", "xyzzy"]


def test_a_service_looks_words_up_in_its_generation(service: Service) -> None:
    assert isinstance(danish._dictionaries.get_dictionary("da"), Dictionary)
    assert (danish.is_known("kæresters"), danish.is_known("xyzzy"), danish.is_known("children"), danish.is_known("children", "en")) == (True, False, False, True)


def test_files_are_taken_over_and_those_of_another_edition_of_the_library_are_not(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionaries, "LANGUAGES", ("en",))
    older = tmp_path / "older"
    older.mkdir()
    [english] = folder.glob("en-*.txt")
    (older / english.name).write_text("made\tup\n", encoding="utf-8")
    (older / "en-0.1.txt").write_text("made\tlong ago\n", encoding="utf-8")
    write(tmp_path / "next", older)
    assert [(path.name, path.read_text(encoding="utf-8")) for path in (tmp_path / "next").iterdir()] == [(english.name, "made\tup\n")]
    (older / english.name).unlink()
    write(tmp_path / "anew", older)
    assert (tmp_path / "anew" / english.name).read_bytes() == english.read_bytes()
    kept = Dictionaries()
    kept.open(older)
    assert kept.get_dictionary("en")["children"] == "child"
