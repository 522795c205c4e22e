"""What stands in the margins of page after page: headers, footers and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.formats.pdf_lines import Line

MARGIN = 0.09  # of the height of a page, at its top and bottom
REPEATED = 0.3  # share of the pages on which a line stands again, from which it is furniture
NEAR = 6  # points; lines on two pages closer than this to the same height stand in the same place

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"^(?:side|s\.|page|[-–—|])*\s*(\d{1,3})\s*(?:(?:/|af|of)\s*\d{1,4})?\s*[-–—|]?$", re.IGNORECASE)
_ENDS_IN_NUMBER = re.compile(r"[–—|·-] ?(?:side|page) \d{1,3}(?: (?:af|of) \d{1,4})?$", re.IGNORECASE)


def furniture_of(pages: Sequence[tuple[float, Sequence[Line]]]) -> list[list[Line]]:
    """The furniture of each page, given its height and its lines."""
    counts = Counter(key for height, lines in pages for key in {_key(line) for line in lines if _in_margin(line, height)})
    least = max(2, REPEATED * len(pages))
    return [
        [line for line in lines if _in_margin(line, height) and (_PAGE_NUMBER.match(line.text) or _ENDS_IN_NUMBER.search(line.text) or counts[_key(line)] >= least)]
        for height, lines in pages
    ]


def _in_margin(line: Line, height: float) -> bool:
    return line.y1 < MARGIN * height or line.y0 > (1 - MARGIN) * height


def _key(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text), round(line.y0 / NEAR)
