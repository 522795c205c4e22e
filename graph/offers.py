"""Offers: everything the documents name that can help someone, with its limits, conditions and contacts.

An offer is an intervention, a team, a centre, an association or a contact point; its limits decide whom it may be shown to.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from graph.fact import Fact
from graph.offer import CONDITION_MARK, Offer, Quoted, is_condition
from graph.recognisers.places import districts, schools
from ontology.names import slug
from ontology.vocabulary import read_vocabulary

KINDS = ("Intervention", "ContactPoint", "Organisation")

_CONDITION = re.compile(r"^børn, hvor\b|\bmin\. \d|\bbevilling\b|\bog en underretning\b|\budtømt\b|\bbosat i\b|\bkræver\b|\bvisiter|\bindstilling\b|\bvisiteret\b", re.IGNORECASE)
_ROUTE = re.compile(r"\b(?:henvend|kontakt|henvis|ring|indstil|ansøg|tilmeld|indkald|via|visiteres|bevil|sparr|indgang|uden\s?for normal)", re.IGNORECASE)
_PUPILS = re.compile(r"\belev(?:er|en|erne)?\b", re.IGNORECASE)
_YEAR_SPAN = re.compile(r"(20\d\d)\s?(?:[-–]|til og med)\s?(?:20)?(\d\d)\b")


def offers_of(facts: Iterable[Fact]) -> list[Offer]:
    """The offers the facts describe, ordered by name."""
    by_subject: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_subject[fact.subject].append(fact)
    kinds = {name: kind for name, rows in by_subject.items() if (kind := _kind(rows))}
    parts: dict[str, list[str]] = defaultdict(list)
    for name in kinds:
        for fact in by_subject[name]:
            if fact.relation in ("part_of", "variant") and fact.object in kinds and fact.object != name:
                parts[fact.object].append(name)
    offers = {
        name: _offer(slug(name), name, kinds[name], by_subject, tuple(dict.fromkeys(parts[name])))
        for name in sorted(kinds)
    }
    return [_with_limits_of_the_whole(offer, offers) for offer in offers.values()]


def _with_limits_of_the_whole(offer: Offer, offers: Mapping[str, Offer]) -> Offer:
    """A part has the place, ages and grades of what it belongs to where the documents give it none of its own."""
    whole, seen = offer, {offer.label}
    while above := next((offers[name] for name in whole.part_of if name in offers and name not in seen), None):
        seen.add(above.label)
        if not (offer.districts or offer.schools or offer.citywide or offer.all_schools):
            offer = replace(offer, districts=above.districts, schools=above.schools, citywide=above.citywide, all_schools=above.all_schools)
        if not (offer.ages or offer.grades):
            offer = replace(offer, ages=above.ages, grades=above.grades, for_pupils=offer.for_pupils or above.for_pupils)
        whole = above
    return offer


def _kind(rows: list[Fact]) -> str | None:
    named = {fact.object for fact in rows if fact.relation == "type"}
    if any(concept.label == rows[0].subject for concept in read_vocabulary("administrations")):
        return None
    return next((kind for kind in KINDS if kind in named), None)


def _offer(id_: str, name: str, kind: str, by_subject: dict[str, list[Fact]], parts: tuple[str, ...]) -> Offer:
    rows = by_subject[name]
    variants = [part for part in parts if any(f.relation == "variant" for f in by_subject[part])]
    with_variants = rows + [fact for part in variants for fact in by_subject[part]]
    named_schools = _objects(rows, "school")
    return Offer(
        id=id_,
        label=name,
        kind=kind,
        responsible=_objects(rows, "responsible"),
        ages=_spans(with_variants, "age"),
        grades=_spans(rows, "grade"),
        for_pupils=any(fact.relation == "target_group" and _PUPILS.search(fact.object or "") for fact in rows),
        districts=_districts(rows, named_schools, by_subject),
        schools=tuple(school for school in named_schools if next(schools(school), None)),
        citywide=bool(_objects(rows, "citywide")),
        all_schools="alle almene folkeskoler" in named_schools,
        conditions=_conditions(rows),
        referral=_referral(rows),
        contact=_first(rows, "contact_phone"),
        valid_until=_valid_until(rows),
        step=next(iter(_objects(rows, "ladder_step")), None),
        part_of=_objects(rows, "part_of") + _objects(rows, "variant"),
        parts=parts,
        facts=tuple(fact.id for fact in rows),
    )


def _objects(rows: list[Fact], relation: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact.object for fact in rows if fact.relation == relation and fact.object))


def _first(rows: list[Fact], relation: str) -> Quoted | None:
    return next((Quoted(fact.object, fact.id) for fact in rows if fact.relation == relation and fact.object), None)


def _spans(rows: list[Fact], kind: str) -> tuple[tuple[int | None, int | None], ...]:
    """The spans of all places where a bound is given; the bounds of one quote belong together."""
    found: dict[tuple[str, int], list[int | None]] = {}
    for fact in rows:
        if fact.relation in (f"{kind}_min", f"{kind}_max") and fact.value is not None:
            bounds = found.setdefault((fact.subject, fact.start), [None, None])
            bounds[fact.relation.endswith("max")] = int(fact.value)
    spans = [(low, high) for low, high in found.values()]
    return tuple(dict.fromkeys(spans))


def _districts(rows: list[Fact], named_schools: tuple[str, ...], by_subject: dict[str, list[Fact]]) -> tuple[str, ...]:
    """Districts by name, by a neighbourhood's name, and by the schools where the offer is."""
    stated = [name for place in _objects(rows, "district") for name in district_names(place)]
    of_schools = [place for school in named_schools for place in _objects(by_subject.get(school, []), "district") or _listed_district(school)]
    return tuple(dict.fromkeys([*stated, *(name for place in of_schools for name in district_names(place))]))


def _listed_district(school: str) -> tuple[str, ...]:
    """The district of a school by the list of names, where no document gives it."""
    by_id = {district.id: district.label for district in read_vocabulary("districts")}
    return tuple(by_id[place] for listed in read_vocabulary("schools") if listed.label == school for place in listed.spatial)


def district_names(place: str) -> list[str]:
    """The full district names of a place: a district, a part of one or a neighbourhood."""
    found = [match.label for match in districts(place)]
    if found:
        return list(dict.fromkeys(found))
    folded = place.casefold()
    return [
        concept.label
        for concept in read_vocabulary("districts")
        if any(text.casefold() == folded for text in concept.texts("place"))
    ]


def _conditions(rows: list[Fact]) -> tuple[Quoted, ...]:
    """What must be so before the offer can be had: entry conditions and who is not covered; none that a longer one holds."""
    found = [Quoted(text, fact.id) for fact in rows if fact.object and (text := _condition(fact.relation, fact.object))]
    once = {_bare(quoted.text): quoted for quoted in reversed(found)}
    return tuple(quoted for bare, quoted in reversed(once.items()) if not any(bare in other for other in once if other != bare))


def _bare(text: str) -> str:
    return text.casefold().rstrip(". ")


def _condition(relation: str, words: str) -> str | None:
    marked = CONDITION_MARK.match(words)
    if marked:
        return words[marked.end():]
    if relation == "exclusion":
        return f"Gælder ikke: {words}"
    return words if relation == "target_group" and _CONDITION.search(words) else None


def _referral(rows: list[Fact]) -> Quoted | None:
    """How the offer is had; what is only a condition is no route."""
    routes = (fact for fact in rows if fact.relation == "referral_route" and _ROUTE.search(fact.object or "") and not is_condition(fact))
    return next((Quoted(fact.object or "", fact.id) for fact in routes), None)


def _valid_until(rows: list[Fact]) -> str | None:
    """The last day of temporary funding, where the documents give a last year."""
    if not any(fact.relation == "funding_kind" and fact.object == "midlertidig" for fact in rows):
        return None
    spans = [match for fact in rows if fact.relation == "funding_period" for match in _YEAR_SPAN.finditer(fact.object or "")]
    return f"20{max(match.group(2) for match in spans)}-12-31" if spans else None
