"""Finds out how text is encoded: by its mark, as UTF-8, as UTF-16, or by the Danish letters that an older encoding gives.

Why by letters: in Danish text nearly every character beyond ASCII is one of æ, ø and å, so the encoding that yields them is the right one.
"""

from __future__ import annotations

import codecs
import re

OLD_ENCODINGS = ("cp1252", "mac_roman", "cp865", "cp850")  # Windows, Mac OS before X, DOS; the first wins a draw
MOST_BROKEN = 0.3  # share of lines beyond ASCII that may be older text in a file of UTF-8

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_LETTER = re.compile(r"[æøåÆØÅéÉüöä§–—’”“•…½°]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_NAMES = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp865": "DOS (865)", "cp850": "DOS (850)"}


def decoded(data: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """The text, and a note where it was not in UTF-8; ``declared`` is the encoding that the file itself names."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, errors="replace"), None if name == "utf-8-sig" else f"Teksten er læst som {name.upper()}."
    for known in filter(None, ("utf-8", declared)):
        try:
            return data.decode(known), None
        except (UnicodeDecodeError, LookupError):
            continue
    wide = _wide(data)
    if wide:
        return data.decode(wide, errors="replace"), "Teksten er læst som UTF-16."
    return _mixed(data) or _old(data)


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark has a zero in every other byte of Western text."""
    sample = data[:4_000]
    half = len(sample) // 2
    if half and sample[1::2].count(0) > 0.6 * half:
        return "utf-16-le"
    return "utf-16-be" if half and sample[0::2].count(0) > 0.6 * half else None


def _mixed(data: bytes) -> tuple[str, str] | None:
    """A file of UTF-8 into which lines of older text were pasted, line by line."""
    lines = [line for line in data.split(b"\n")]
    beyond = [line for line in lines if not line.isascii()]
    broken = [line for line in beyond if not _is_utf8(line)]
    if not broken or len(broken) > MOST_BROKEN * len(beyond):
        return None
    texts = (line.decode("utf-8" if _is_utf8(line) else "cp1252", errors="replace") for line in lines)
    return "\n".join(texts), f"{len(broken)} linjer er i et andet tegnsæt end resten og er læst som Windows-1252."


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _old(data: bytes) -> tuple[str, str]:
    texts = {name: data.decode(name, errors="replace") for name in OLD_ENCODINGS}
    best = max(OLD_ENCODINGS, key=lambda name: _danish(texts[name]))
    return texts[best], f"Teksten er læst som {_NAMES[best]}."


def _danish(text: str) -> float:
    """The share of the characters beyond ASCII that Danish text uses."""
    beyond = len(_BEYOND_ASCII.findall(text))
    return len(_LETTER.findall(text)) / beyond if beyond else 0.0
