"""Plain text and Markdown; a form feed begins a new page."""

from __future__ import annotations

import re

from corpus.errors import Refusal
from corpus.formats.encoding import decoded
from corpus.formats.found import Found

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_BINARY = "er ikke tekst, men en binær fil. Gem den som PDF, Word eller ren tekst, og prøv igen."
MOST_CONTROLS = 0.02  # share of control characters from which bytes are no text


def read_plain(data: bytes) -> Found:
    """The text of a file in whatever encoding it has.

    Raises Refusal when the bytes are no text.
    """
    text, note = decoded(data)
    controls = len(_CONTROL.findall(text))
    if "\0" in text or controls > MOST_CONTROLS * len(text):
        raise Refusal(_BINARY)
    found = Found("text", notes=[note] if note else [])
    pages = text.split("\f")
    found.pages = len(pages) if len(pages) > 1 else None
    for number, page in enumerate(pages, 1):
        found.paragraph(page, number if found.pages else None)
    return found
