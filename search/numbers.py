"""Ages and school grades as people write them: "12 år", "på fire", "femteklasses", "7. kl", "halvandet år", "udskolingen"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.danish import fold

ADULT = 18  # years

_NUMBERS = {
    "nul": 0, "en": 1, "et": 1, "én": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9, "ti": 10, "elleve": 11, "tolv": 12,
    "tretten": 13, "fjorten": 14, "femten": 15, "seksten": 16, "sytten": 17, "atten": 18, "nitten": 19, "tyve": 20, "halvandet": 1, "halvanden": 1,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
    "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_ORDINALS = {
    "nulte": 0, "første": 1, "anden": 2, "tredje": 3, "fjerde": 4, "femte": 5, "sjette": 6, "syvende": 7, "ottende": 8, "niende": 9, "tiende": 10,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
_WORD = "(" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r"|(?<![\d,.])\d{1,2})(?:[.,]\d|\s?½)?"
_ORDINAL = "(" + "|".join(sorted(_ORDINALS, key=len, reverse=True)) + ")"

_CHILD = (
    r"(?:dreng|pige|søn|datter|barn|baby|knægt|tøs|fyr|ung|unge|elev|(?:lille|store)?bror|(?:lille|store)?søster|barnebarn|niece|nevø|son|daughter|boy|girl|kid)"
    r"(?:nen|en|et|n|e)?"
)
# What "i tredje" and "i 3." also stand before.
_OTHER_ORDER = r"(?!\s*(?:år|gang|led|verden|uge|måned|generation|del|række|omgang|trimester|kvartal|person|sal|runde|semester|jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec))"
_IN_GRADE = rf"\b(?:{_CHILD}|går|gik|starter|er|en|han|hun|jeg|nu) i "

_GRADES = (
    re.compile(r"\b(\d{1,2})\s?\.?\s?(?:kl\b|klasse)"),
    re.compile(rf"\b{_ORDINAL}[ -]?(?:klasse|kl\b|grade)"),
    re.compile(r"\b(?:grade|year|klasse) (\d{1,2})\b"),
    re.compile(r"\b(\d{1,2})\.?\s?årgang"),
    re.compile(r"\b(\d)\.\s?[a-f]\b(?!\.)"),
    re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)[ -](?:grade|grader)"),
    re.compile(rf"{_IN_GRADE}(\d{{1,2}})\.(?!\s?(?:\d|g\b|hf\b)){_OTHER_ORDER}"),
    re.compile(rf"{_IN_GRADE}{_ORDINAL}\b(?<!første)(?<!anden){_OTHER_ORDER}"),
)
_GRADE_SPAN = re.compile(r"\b(\d{1,2})\.?\s?(?:[-–]|til|og|eller)\s?(\d{1,2})\.?\s?kl")
_AGE_SPAN = re.compile(r"\b(\d{1,2})\s?(?:-|–|til)\s?(\d{1,2})[ -]?(?:år|years)")
_AGES = (
    re.compile(rf"\b{_WORD}[ -]*(?:år|års|årig|årige|åriges|years?[ -]old|year[ -]olds?)\b"),
    re.compile(rf"\b{_WORD}[ -]?(?:årig\w*)"),
    re.compile(rf"\b(?:{_CHILD}|en|én) på {_WORD}\b(?! ?(?:\.|uger|måned|mdr))"),
    re.compile(rf"\b{_CHILD},? ?(?:er |is )?\(?(\d{{1,2}})(?=\s*(?:$|[,;)]))"),
    re.compile(r"(?<!§ )\((1?\d)(?: år)?\)"),
    re.compile(rf"\b(?:fylder|aged?|bliver|blevet) {_WORD}\b(?!\s*(?:gange|uger|måned|mdr|timer|dage|procent|pct|%|i|om|på|til at|af))"),
    re.compile(r"\b(?:er|bliver|fyldt|i'm|am) (\d{1,2})(?=\s*(?:$|[,.;!?]|og\b|men\b|and\b))"),
    re.compile(rf"\b(?:på|is) {_WORD}\b(?=\s*(?:$|[,;!?]|(?:og|i|som|der|fra|med|er|vil|har|bor|kan|ikke|må|går|slår|aldrig|nægter|sidder|and|who|in)\b))"),
)
# The age of the very young is told in weeks and months.
_MONTHS = re.compile(rf"\b(?:{_CHILD}(?:,| på| er| is)?|født for) {_WORD} ?(?P<unit>uger|måneder|mdr|md|months?|weeks?)\b(?!\s*(?:i træk|siden vi|uden|om))")
# "Hvor gammel" and "8 år gammel" are no old people.
HOW_OLD = re.compile(r"\b(?:hvor|år|måneder|mdr|uger) gam(?:mel|melt|le)\b", re.IGNORECASE)
_GYMNASIUM = re.compile(r"\b(?:i (?=[1-3])|(?=[1-3]\.\w))([1-3])\.? ?(?:g|hf)\b")
_NAMED_GRADES = (("børnehaveklasse", (0, 0)), ("0. klasse", (0, 0)), ("indskoling", (0, 3)), ("mellemtrin", (4, 6)), ("udskoling", (7, 9)))
_NAMED_AGES = (
    ("spædbarn", (0, 0)), ("baby", (0, 0)), ("nyfødt", (0, 0)), ("vuggestue", (0, 2)), ("dagpleje", (0, 2)), ("børnehavebarn", (3, 5)), ("i børnehaven", (3, 5)), ("i børnehave", (3, 5)),
    ("teenager", (13, 17)), ("teenage", (13, 17)), ("gymnasie", (15, 19)), ("ungdomsuddannelse", (15, 19)), ("folkeskoleelev", (6, 16)), ("kindergarten", (3, 5)),
)  # fmt: skip
_NAMED = re.compile(r"\b(?:" + "|".join(re.escape(name) for name, _ in (*_NAMED_GRADES[:2],)) + r")\w*")


@dataclass(frozen=True)
class Span:
    """An inclusive span of years or grades."""

    min: int
    max: int

    def meets(self, low: int | None, high: int | None) -> bool:
        """True where the two spans share a number; an open end is None."""
        return (high is None or self.min <= high) and (low is None or self.max >= low)


def read_grade(text: str) -> Span | None:
    """The school grade a text speaks of, 0 to 10."""
    folded = fold(text)
    span = _GRADE_SPAN.search(folded)
    if span and int(span.group(1)) <= int(span.group(2)) <= 10:
        return Span(int(span.group(1)), int(span.group(2)))
    found = [grade for pattern in _GRADES for match in pattern.finditer(folded) if (grade := _number(match.group(1))) is not None and grade <= 10]
    if found:
        return Span(min(found), max(found))
    return next((Span(*bounds) for name, bounds in _NAMED_GRADES if name in folded), None)


def read_age(text: str) -> Span | None:
    """The age a text speaks of, in years; the youngest and oldest when it names several up to 25."""
    folded = fold(text)
    span = _AGE_SPAN.search(folded)
    if span and int(span.group(1)) <= int(span.group(2)):
        return Span(int(span.group(1)), int(span.group(2)))
    found = []
    for pattern in _AGES:
        for match in pattern.finditer(folded):
            number = _number(match.group(1))
            if number is not None and not re.match(r"\s*siden|\s*tid", folded[match.end():]):
                found.append(number)
        if found:
            break
    if found:
        young = [number for number in found if number <= 25]
        return Span(min(young or found), max(young or found))
    months = _MONTHS.search(folded)
    if months:
        number, per_year = _number(months.group(1)) or 0, 52 if months["unit"][0] in "uw" else 12
        return Span(number // per_year, number // per_year)
    gymnasium = _GYMNASIUM.search(folded)
    if gymnasium:
        return Span(14 + int(gymnasium.group(1)), 17 + int(gymnasium.group(1)))
    return next((Span(*bounds) for name, bounds in _NAMED_AGES if name in folded), None)


def without_numbers(text: str) -> str:
    """The text with its ages and grades blanked, also "hvor gammel", so that they are not read as needs; offsets stay."""
    folded = text.lower()
    for pattern in (_GRADE_SPAN, _AGE_SPAN, *_GRADES, *_AGES, _MONTHS, HOW_OLD, _GYMNASIUM, _NAMED):
        for match in pattern.finditer(folded):
            text = text[:match.start()] + " " * (match.end() - match.start()) + text[match.end():]
    return text


def ages_of_grade(grade: Span) -> Span:
    """The usual ages in a Danish school grade: six or seven in grade 0."""
    return Span(grade.min + 6, grade.max + 7)


def grades_of_age(age: Span) -> Span | None:
    """The usual grades at an age, or None outside school age."""
    low, high = max(age.min - 7, 0), min(age.max - 6, 10)
    return Span(low, high) if age.max >= 6 and age.min <= 16 and low <= high else None


def _number(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    return _NUMBERS.get(word, _ORDINALS.get(word))
