"""What was put right in a quote, in words.

Why apart from the other words: these stand in answers on the command line, which must load no vocabularies.
"""

from __future__ import annotations

from corpus.document import Repair


def repair_words(repair: Repair) -> str:
    """A word that was put right: "rettet: tryk → tryg"."""
    before, after = " ".join(repair.before.split()), " ".join(repair.after.split())
    return f"rettet: {before} → {after}" if after else f"rettet: »{before}« er taget ud"
