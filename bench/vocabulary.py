"""Words as councils use them: a few everywhere, most of them hardly ever (Zipf's law)."""

import re
from collections import Counter
from itertools import accumulate
from pathlib import Path
from random import Random

SUMMARY = Path(__file__).parents[1] / "fixtures/demonstration/assessment_summary.txt"
SIZE = 20_000
_SYLLABLES = "ac al an ar ba be bo ca ce co da de di en er fa fi ga ge ha in is ka la le li lo ma"
_MORE = " me mi mo na ne ni no or pa pe po ra re ri ro sa se si so ta te ti to un va ve vi wa we"
SYLLABLES = (_SYLLABLES + _MORE).split()


class Vocabulary:
    """Words by how often they come, the most frequent first; the same ones at each run."""

    def __init__(self, seed: int = 1) -> None:
        self.random = Random(seed)
        self.words = self._words()
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))

    def _words(self) -> list[str]:
        """Those of a real summary, then made-up ones."""
        found = re.findall(r"[a-z]{2,}", SUMMARY.read_text().lower())
        words = dict.fromkeys(word for word, _count in Counter(found).most_common())
        while len(words) < SIZE:
            words["".join(self.random.choices(SYLLABLES, k=self.random.randint(2, 5)))] = None
        return list(words)

    def some(self, number: int) -> list[str]:
        """So many words, as they come in a text."""
        return self.random.choices(self.words, cum_weights=self._weights, k=number)

    def page(self, words: int = 200) -> str:
        """Lines of a page."""
        said = self.some(words)
        return "\n".join(" ".join(said[at : at + 12]) for at in range(0, words, 12))
