"""Fixed Danish words of the pages: dates, money, ages, administrations and the names of relations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from graph.fact import INFERRED, Fact

NOT_STATED = "Står ikke i kilden"

_MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december")
FUNDING = {"permanent": "Permanent", "midlertidig": "Midlertidig", "ramme": "Inden for rammen"}
_PHONE = re.compile(r"(?<!\d)(\d{2}) ?(\d{2}) ?(\d{2}) ?(\d{2})(?!\d)")
_MILLION = 1_000_000
_SPELLED: dict[float, tuple[str, ...]] = {
    1: ("en", "et", "én", "ét"), 2: ("to",), 3: ("tre",), 4: ("fire",), 5: ("fem",), 6: ("seks",), 7: ("syv",), 8: ("otte",), 9: ("ni",), 10: ("ti",), 12: ("tolv",),
}  # fmt: skip

RELATIONS = {
    "type": "Slags", "responsible": "Ansvarlig", "provider": "Udføres af", "partner": "Samarbejder med", "district": "Bydel",
    "citywide": "Sted", "school": "Skole", "age_min": "Alder", "age_max": "Alder", "grade_min": "Klassetrin", "grade_max": "Klassetrin",
    "target_group": "Målgruppe", "exclusion": "Ikke for", "level": "Niveau", "ladder_step": "Trin", "legal_basis": "Lovgrundlag",
    "funding_amount": "Beløb", "funding_kind": "Finansiering", "funding_period": "Finansieret", "duration": "Varighed", "capacity": "Kapacitet",
    "start_year": "Begyndt", "evidence": "Erfaring", "outcome": "Resultat", "contact_phone": "Telefon", "referral_route": "Vej ind",
    "part_of": "Del af", "variant": "Form af", "focus_area_level": "Niveau", "goal_of": "Mål for", "risk_factor_of": "Risikofaktor for",
    "defines": "Betyder", "duty": "Pligt", "deadline": "Frist",
}  # fmt: skip

KINDS = {"Intervention": "Indsats", "ContactPoint": "Kontakt", "Organisation": "Organisation"}


def date_words(date: str) -> str:
    """A date as people write it: "2026-04" becomes "april 2026", "2026-12-31" "31. december 2026", "2025" stays."""
    year, *rest = date.split("-")
    if not rest or not rest[0].isdigit() or not 1 <= int(rest[0]) <= len(_MONTHS):
        return date
    month = _MONTHS[int(rest[0]) - 1]
    return f"{int(rest[1])}. {month} {year}" if len(rest) > 1 else f"{month} {year}"


def sentence(text: str) -> str:
    """Words of ours as they stand alone: with a capital first, the rest as it is."""
    return text[:1].upper() + text[1:]


def number_words(value: float) -> str:
    """A number with Danish marks: 1234.5 becomes "1.234,5"."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def money_words(value: float, unit: str | None) -> str:
    """An amount: "3,5 mio. kr.", "660.000 kr. om året"."""
    amount = f"{number_words(value / _MILLION)} mio. kr." if value >= _MILLION else f"{number_words(value)} kr."
    return f"{amount} om året" if unit == "kr/år" else amount


def span_words(low: float | None, high: float | None, unit: str) -> str:
    """Bounds in words: "7-12 år", "fra 15 år", "til og med 9. klasse", "0.-9. klasse"."""
    dot = "." if unit == "klasse" else ""
    first, last = (None if bound is None else f"{number_words(bound)}{dot}" for bound in (low, high))
    if first is None:
        return f"Til og med {last} {unit}"
    if last is None:
        return f"Fra {first} {unit}"
    return f"{first} {unit}" if low == high else f"{first}-{last} {unit}"


def phone_words(text: str) -> str:
    """The text with eight-digit telephone numbers in pairs."""
    return _PHONE.sub(r"\1 \2 \3 \4", text)


def phone_parts(text: str) -> list[tuple[str, str | None]]:
    """The text cut into words and telephone numbers; a number comes with the digits to call."""
    parts: list[tuple[str, str | None]] = []
    end = 0
    for match in _PHONE.finditer(text):
        parts += [(text[end:match.start()], None), (phone_words(match.group()), "".join(match.groups()))]
        end = match.end()
    return [part for part in (*parts, (text[end:], None)) if part[0]]


def count_words(number: int, one: str, many: str) -> str:
    """"1 indsats", "3 indsatser"."""
    return f"{number} {one if number == 1 else many}"


def second_words(seconds: float) -> str:
    """A time in seconds with two decimals: "0,03"."""
    return f"{seconds:.2f}".replace(".", ",")


def megabyte_words(size: int) -> str:
    """The size of a file: "4,9 MB"."""
    return f"{max(size / 1_000_000, 0.1):.1f} MB".replace(".", ",")


def listed(words: Iterable[str]) -> str:
    """Words as a Danish list: "a", "a og b", "a, b og c"."""
    names = list(words)
    return f"{', '.join(names[:-1])} og {names[-1]}" if len(names) > 1 else "".join(names)


def page_words(numbers: Sequence[int]) -> str:
    """Pages in words, neighbours as a span: "side 3", "side 1-3 og 7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return f"side {listed(str(run[0]) if len(run) == 1 else f'{run[0]}-{run[-1]}' for run in runs)}"


def administrations() -> dict[str, str]:
    """The names of the administrations by their short forms."""
    from ontology.vocabulary import labels_by_notation  # rdflib is not needed to answer questions

    return labels_by_notation("administrations")


def fact_words(fact: Fact) -> str:
    """What a fact says, without its subject."""
    text = fact.object or ""
    if fact.value is not None:
        if fact.relation == "funding_amount":
            return money_words(fact.value, fact.unit)
        if fact.relation in ("age_min", "age_max", "grade_min", "grade_max"):
            low, high = (fact.value, None) if fact.relation.endswith("min") else (None, fact.value)
            return span_words(low, high, "år" if fact.relation.startswith("age") else "klasse")
        text = _with_number(text, fact.value, fact.unit)
    if fact.relation == "funding_kind":
        return FUNDING.get(text, text)
    if fact.relation == "citywide":
        return "Hele byen"
    if fact.relation == "type":
        return KINDS.get(text, text)
    return phone_words(text) if fact.relation == "contact_phone" else text


def marked_words(fact: Fact) -> str:
    """What a fact says, marked where no document states it."""
    return f"{fact_words(fact)} (udledt)" if fact.basis == INFERRED else fact_words(fact)


def _with_number(text: str, value: float, unit: str | None) -> str:
    """The words of a fact with its number, where they do not hold it themselves in digits or letters; a year keeps its plain digits."""
    number = f"{value:.0f}" if 1000 < value < 3000 and unit in (None, "år") else number_words(value)
    if text and (number in text or not unit or set(_SPELLED.get(value, ())) & set(text.casefold().split())):
        return text
    return f"{text.rstrip('.')}: {number} {unit or ''}".removeprefix(": ").strip()
