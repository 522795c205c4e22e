"""Danish words: folding, tokens, lemmas, stems and the parts of compounds.

Why: the documents say "skolefraværet", people write "fravær fra skolen". A word is looked up by its lemma (simplemma),
cut to a stem (Snowball) so that derivations meet, and a compound is also known by its parts.
Nearly all words are remembered with their stems, so few are looked up (a tenth of a millisecond each).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from threading import Lock

import snowballstemmer
from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy, DictionaryLookupStrategy

from corpus.dictionaries import Dictionaries
from corpus.kept import Kept

LONGEST_WORD = 60  # letters; longer runs are no words
SHORTEST_PART = 4  # letters; shorter pieces of a compound say too little

_WORD = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:['’][a-zæøå]+)?", re.UNICODE)
_PLAIN = str.maketrans({"å": "aa", "æ": "ae", "ø": "oe", "é": "e"})
_ENDING = re.compile(r"'(?:s|er|ers|erne|ernes|en|ens|et|ets)?$")  # of an abbreviation: KKFO'er, KAK's
_JOINTS = ("", "s", "e", "er", "es")
_dictionaries = Dictionaries()
_lemmatizer = Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=_dictionaries))
_forms = DictionaryLookupStrategy(_dictionaries)
_stemmer = snowballstemmer.stemmer("danish")
_one_at_a_time = Lock()  # the stemmer keeps the word it works on in itself, and the dictionary shall be read once

STOP_WORDS = frozenset(
    """ad af aldrig alle alt altså anden andet andre at bare begge blev blive bliver bl a ca da de dem den denne der deres det dette dig din dine dit
    dog du efter eller en end ene eneste enhver er et f eks ellers fik fleste flere for fordi for fra fx få får før gennem gjorde godt gør gøre ham han hans har havde have hel
    helt hende hendes her hos hun hvad hvem hver hvilke hvilken hvilket hvis hvor hvordan hvorfor hvornår i ift igen ikke imod ind ingen intet ja jeg jer jeres jo kan kom komme
    kommer kun kunne lave lidt lige lille man mange med meget men mens mere mig min mindre mine mit mod må måske ned nej noget nogen nogle nok nu når nær nærmest og også om op os over på
    ret sammen samt se selv ses sig sin sine sit skal skulle snart som stadig sådan så særlig tage tager til tit ud uden under var ved vi vil ville vores være været
    the a an of to in on at for and or is are was my our i we he she they it his her who what which how can do does with from there that this be has have not any some me you your
    både slet hvert faktisk egentlig burde måtte gå går gået siger sagt ved tror synes derfor hele anden første sidste næste allerede langt ofte sjældent
    ting gang gange måde dag dage uge uger år måned måneder tid eks noget andre tingene del lad lade giver give gav fået stort set ellers endnu lige hen henne indtil mellem omkring
    rigtig virkelig sådan sådanne altid tit nemlig enten hverken hos ind udover københavn københavns kommune kommunen kommunens""".split()
)


def fold(text: str) -> str:
    """Lower case in composed form (NFC), with typographic quotes and dashes made plain."""
    return unicodedata.normalize("NFC", text).casefold().replace("’", "'").replace("–", "-").replace("—", "-")


def plain(word: str) -> str:
    """A folded word as typed without Danish letters."""
    return word.translate(_PLAIN)


def words(text: str) -> list[str]:
    """The words and numbers of a text, folded, in order."""
    return [_ENDING.sub("", word) if "'" in word else word for word in _WORD.findall(fold(text))]


_IRREGULAR = {"børn": "barn", "unge": "ung", "elever": "elev", "skolerne": "skole", "forældre": "forælder", "penge": "penge"}
_remembered: dict[str, str] = {}


def remember(stems_by_word: Mapping[str, str]) -> None:
    """Take over stems that were computed before, so that the dictionary is read only for words not among them."""
    _remembered.update(stems_by_word)


class _Gathered(dict[str, str]):
    """The stems of the words that were looked up."""

    def __init__(self, earlier: Mapping[str, str]) -> None:
        self._earlier = earlier

    def __missing__(self, word: str) -> str:
        self[word] = self._earlier.get(word) or _remembered.get(word) or _computed(word)
        return self[word]


_gathering: ContextVar[_Gathered | None] = ContextVar("gathering", default=None)


@contextmanager
def gathering_stems(earlier: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """Gather the stems of all words that this thread meets, however many; those that were gathered earlier are not worked out again.

    Why this thread alone: others may answer questions meanwhile, whose words are kept nowhere.
    """
    gathered = _Gathered(earlier)
    token = _gathering.set(gathered)
    try:
        yield gathered
    finally:
        _gathering.reset(token)


def stem(word: str) -> str:
    """The key under which all forms of a word meet: the stem of its lemma."""
    if len(word) > LONGEST_WORD:
        return word  # and not kept: what strangers write must not fill the memory
    gathered = _gathering.get()
    return _remembered.get(word) or _computed(word) if gathered is None else gathered[word]


@lru_cache(maxsize=100_000)
def _computed(word: str) -> str:
    if word.isdigit():
        return word
    with _one_at_a_time:
        lemma = _lemmatizer.lemmatize(word, lang="da").casefold()
        return str(_stemmer.stemWord(_IRREGULAR.get(lemma, lemma)))


def use_dictionaries(folder: Path) -> None:
    """Look words up in the files of a folder that ``corpus.dictionaries`` wrote, which need not be read first; without them as before."""
    _dictionaries.open(folder)


def is_known(word: str, language: str = "da") -> bool:
    """Whether the dictionary of a language, ``da`` or ``en``, has a word."""
    return _forms.get_lemma(unicodedata.normalize("NFC", word), language) is not None


def stems(text: str) -> list[str]:
    """The stems of a text's words without stop words, in order."""
    return [stem(word) for word in words(text) if tells(word)]


def tells(word: str) -> bool:
    """Whether a folded word tells anything: no stop word and no single letter."""
    return word not in STOP_WORDS and (len(word) > 1 or word.isdigit())


class Splitter:
    """Splits compounds into words that the given vocabulary knows.

    ``known`` holds the stems that may stand as a part.
    """

    def __init__(self, known: Collection[str]) -> None:
        self._known = {word for word in known if len(word) >= SHORTEST_PART}
        self._kept: Kept[tuple[str, ...]] = Kept(50_000)

    def parts(self, word: str) -> tuple[str, ...]:
        """The stems of the two parts of a compound, or nothing when it is no compound of known words."""
        return self._kept.get(word, self._split) if 2 * SHORTEST_PART <= len(word) <= LONGEST_WORD else ()

    def cuts(self, word: str) -> list[tuple[str, ...]]:
        """Every way to cut a compound in two known words, as stems."""
        return list(self._cuts(word)) if 2 * SHORTEST_PART <= len(word) <= LONGEST_WORD else []

    def _split(self, word: str) -> tuple[str, ...]:
        best: tuple[str, ...] = ()
        for head, tail in self._cuts(word):
            if not best or len(head) > len(best[0]):
                best = (head, tail)
        return best

    def _cuts(self, word: str) -> Iterator[tuple[str, str]]:
        for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            tail = stem(word[at:])
            if tail not in self._known:
                continue
            for joint in _JOINTS:
                if word[:at].endswith(joint) and (head := stem(word[:at - len(joint)])) in self._known:
                    yield head, tail
                    break
