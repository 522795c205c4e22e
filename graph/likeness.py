"""How alike a text is to one of several, by the words that few of them use (cosine of inverse document frequencies)."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from corpus.danish import STOP_WORDS, stem, stems

FEWEST_SHARED = 4  # words; texts with fewer in common are alike by chance


COMMON = 0.08  # share of the texts; a word that more of them use tells little


class Likeness:
    """Compares texts with a fixed set of texts, whose words alone say how rare a word is."""

    def __init__(self, texts: Sequence[str], fewest: int = FEWEST_SHARED) -> None:
        self._fewest = fewest
        self._texts = [set(stems(text)) for text in texts]
        counts = Counter(word for text in self._texts for word in text)
        self._rarity = {word: math.log(len(texts) / count) for word, count in counts.items()}
        self._common = {word for word, count in counts.items() if count > max(1, COMMON * len(texts))}
        self._unseen = math.log(len(texts) or 1)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(self._texts):
            for word in text:
                self._by_word[word].append(number)
        self._lengths = [math.sqrt(sum(self._rarity[word] ** 2 for word in text)) for text in self._texts]

    def is_rare(self, word: str) -> bool:
        """True for a word that is no stop word and that few of the texts use."""
        return word not in STOP_WORDS and stem(word) not in self._common

    def of(self, text: str) -> Iterator[tuple[int, float, set[str]]]:
        """The number of each text that shares enough words, how alike it is from 0 to 1, and the stems shared."""
        said = set(stems(text))
        length = math.sqrt(sum(self._rarity.get(word, self._unseen) ** 2 for word in said))
        for number, shared in Counter(number for word in said for number in self._by_word.get(word, ())).items():
            if shared >= self._fewest:
                both = said & self._texts[number]
                yield number, sum(self._rarity[word] ** 2 for word in both) / (length * self._lengths[number] or 1), both
