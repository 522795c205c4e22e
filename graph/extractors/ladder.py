"""The ladder page: for each rung first the laws, then its name, then the interventions that stand on it.

Why a rung is quoted with its laws and all that stands on it: a line by itself does not say which of the three it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document import Document
from graph.fact import Fact
from graph.reading import Piece, piece_of
from graph.recognisers.places import administrations, districts
from graph.recognisers.references import references

_BRACKET = re.compile(r"\s*\(([^)]*)\)?$")


def extract(document: Document) -> Iterator[Fact]:
    """The rungs of a ladder with laws and interventions."""
    blocks = [block for block in document.blocks if block.kind == "paragraph" and "\n" in document.text_of(block)]
    for block, following in zip(blocks, blocks[1:]):
        lines = list(piece_of(document, block).lines())
        if any("§" in line.text for line in lines[:-1]) and "§" not in lines[-1].text:
            yield from _rung(lines, list(piece_of(document, following).lines()))


def _rung(head: list[Piece], lines: list[Piece]) -> Iterator[Fact]:
    *law_lines, title = head
    rung = title.text
    yield law_lines[0].through(lines[-1]).fact(rung, "type", "LadderStep")
    for line in law_lines:
        for reference in references(line.text):
            yield line.through(title).fact(rung, "legal_basis", reference.label)
    above = None
    for line in lines:
        if line.text.startswith("(herunder "):
            for name in _included(line):
                yield from _standing(line, name, title)
                if above:
                    yield above.through(line).fact(name, "part_of", _name(above)[0])
            continue
        above, (umbrella, bracket) = line, _name(line)
        yield from _standing(line, umbrella, title)
        for place in districts(bracket):
            yield line.fact(umbrella, "district", place.label)
        for place in administrations(bracket):
            yield line.fact(umbrella, "responsible", place.label)


def _standing(line: Piece, name: str, title: Piece) -> Iterator[Fact]:
    """What stands on a rung, on its own line or in brackets below another."""
    yield line.fact(name, "type", "Intervention")
    yield title.through(line).fact(name, "ladder_step", title.text)


def _name(line: Piece) -> tuple[str, str]:
    bracket = _BRACKET.search(line.text)
    name = line.text[: bracket.start()] if bracket else line.text
    return re.sub(r"^Arbejdet med ", "", name), bracket.group(1) if bracket else ""


def _included(line: Piece) -> list[str]:
    """The names in a line such as "(herunder A, B m.fl.)"."""
    names = re.sub(r"^\(herunder |\s*m\.fl\.\)$|\)$", "", line.text)
    return [name.strip() for name in re.split(r",| og ", names) if name.strip()]
