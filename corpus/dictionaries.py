"""Dictionaries of word forms as files that need no work when they are opened: sorted lines, in memory as far as they are looked at.

Why: the library unpacks its own when the first word is looked up, half a second for 790,000 Danish forms, in each process by itself.
"""

from __future__ import annotations

import mmap
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import simplemma
from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY, DefaultDictionaryFactory, DictionaryFactory

LANGUAGES = ("da", "en")


class Dictionary(Mapping[str, str]):
    """The lemma of each form of a language, from a file with a line for each: form, tab, lemma; sorted."""

    def __init__(self, path: Path) -> None:
        with open(path, "rb") as file:
            self._lines = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def __getitem__(self, form: str) -> str:
        sought, lines = f"{form}\t".encode(), self._lines
        low, high = 0, len(lines)  # both where a line begins
        while low < high:
            start = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = lines.find(b"\n", start)
            line = lines[start:end]
            if line.startswith(sought):
                return line[len(sought) :].decode()
            low, high = (end + 1, high) if line < sought else (low, start)
        raise KeyError(form)

    def __iter__(self) -> Iterator[str]:
        return (line.split(b"\t")[0].decode() for line in self._lines[:].splitlines())

    def __len__(self) -> int:
        return self._lines[:].count(b"\n")


class Dictionaries(DictionaryFactory):
    """The dictionaries of all languages: from files where there are any, else unpacked by the library."""

    def __init__(self) -> None:
        self._opened: dict[str, Dictionary] = {}

    def open(self, folder: Path) -> None:
        """Use the files of a folder from now on."""
        self._opened.update((language, Dictionary(_path(folder, language))) for language in LANGUAGES if _path(folder, language).exists())

    def get_dictionary(self, lang: str) -> Mapping[str, str]:
        """The dictionary of a language; raises ValueError where the library has none."""
        return self._opened[lang] if lang in self._opened else LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(lang)


def write(folder: Path, older: Path | None = None) -> None:
    """Write the files into a new folder, from another that holds them where there is one."""
    folder.mkdir()
    for language in LANGUAGES:
        path = _path(folder, language)
        if older and _path(older, language).exists():
            shutil.copyfile(_path(older, language), path)
        else:
            forms = DefaultDictionaryFactory(cache_max_size=0).get_dictionary(language)
            path.write_bytes("".join(sorted(f"{form}\t{lemma}\n" for form, lemma in forms.items())).encode())


def _path(folder: Path, language: str) -> Path:
    """The file of a language, by the edition of the library that the forms are from."""
    return folder / f"{language}-{simplemma.__version__}.txt"
