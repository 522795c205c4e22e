"""One question from beginning to end: understand, rank, limit, decide, answer."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from corpus.cpr import contains_cpr, mask_cpr
from corpus.danish import fold, stems
from graph.fact import Fact
from graph.offer import Offer
from search.answer import ABSTAINED, NOTHING_UNDERSTOOD, REFUSED, Answer, Evidence, NearMiss, Notice, Quote, Recommended
from search.decision import LISTING, decide
from search.index import Index
from search.limits import NO, excluded_by, limits, spans, where
from search.numbers import ADULT, Span, read_age
from search.offer_ranking import WEIGHTS, OfferRanker, ScoredOffer, Weights
from search.passage_ranking import PassageRanker
from search.query import LEAST_NAMED, NAMED, Query, prepare
from search.understanding import Reader, Understood

LONGEST_QUESTION = 4000  # characters
MOST_INTERVENTIONS = 10
FEW_INTERVENTIONS = 6
MOST_FACTS = 12
MOST_TOLD_OF = 3  # offers of which facts are told where the question names none
FULL_SCORE = 3.5  # score that is shown as 1
MOST_DUTIES = 2
DUTY_PASSAGES = 3
LEAST_NEAREST = 2.0  # score of a passage that is pointed to where a question is not answered

_DUTY_LEVELS = tuple(re.compile(words) for words in (r"\b(?:skal|pligt|må ikke|må du ikke)\b", r"\bbør\b|\bvigtigt\b", r"\bkan\b"))
MOST_REASONS = 2
LEAST_SHOWN, MOST_SHOWN = 0.3, 6  # weight and number of the needs that are told as understood
STRONG_SHARE = 0.6  # of the best score
STRONG_NEED = 0.35  # share of the question's needs
STRONG_NAME = 0.5


class QuestionError(Exception):
    """The question cannot be asked as it stands; the message says what to do, in Danish."""


class Searcher:
    """Answers questions over one generation."""

    def __init__(self, index: Index, weights: Weights = WEIGHTS) -> None:
        self.index = index
        self._reader = Reader(index)
        self._offers = OfferRanker(index, weights)
        self._passages = PassageRanker(index)
        self._stems: dict[str, frozenset[str]] = {}  # of the quotes that were weighed; no question's words

    def weighted(self, weights: Weights) -> Searcher:
        """The same searcher with other weights, for measuring."""
        return Searcher(self.index, weights)

    def ask_line(self, question: str) -> Answer:
        """Answer one line of a batch; what cannot be asked is refused in the answer instead of raised."""
        try:
            return self.ask(question)
        except QuestionError as error:
            return Answer(question.encode("utf-8", "replace").decode()[:LONGEST_QUESTION], "da", REFUSED, NOTHING_UNDERSTOOD, str(error))

    def ask(
        self, question: str, *, age: int | None = None, grade: int | None = None, district: str | None = None, school: str | None = None,
        limit: int | None = None, without: Collection[str] = (),
    ) -> Answer:  # fmt: skip
        """Answer one question; the keywords narrow it as if the question said so.

        ``without`` names parts of what was understood that shall not count: age, grade, place, or the id of a need.

        Raises QuestionError when the question is empty or too long.
        """
        question = unicodedata.normalize("NFC", question.encode("utf-8", "replace").decode())
        if not question.strip():
            raise QuestionError("Skriv et spørgsmål.")
        if len(question) > LONGEST_QUESTION:
            raise QuestionError(f"Skriv kortere – højst {LONGEST_QUESTION:,} tegn.".replace(",", "."))
        notices = self.index.safety.notices(question, adult=_is_adult(question, age))
        if contains_cpr(question):
            reason = "Dit spørgsmål ser ud til at indeholde et cpr-nummer. Vi har hverken søgt eller gemt teksten. Fjern nummeret, og prøv igen."
            return Answer(mask_cpr(question), "da", REFUSED, NOTHING_UNDERSTOOD, reason, notices)
        understood = self._left_out(self._narrowed(self._reader.read(question), age, grade, district, school), without)
        query = prepare(self.index, understood, urgent=bool(notices))
        offers = self._offers.rank(query)
        passages = self._passages.rank(query, offers)
        decision = decide(query, offers, passages, self.index)
        answer = Answer(question, understood.language, decision.status, self._shown(understood), decision.reason, notices)
        if decision.status == ABSTAINED:
            return replace(answer, nearest=tuple(self._evidence(id_, score) for id_, score in passages if score >= LEAST_NEAREST))
        least, to_call = max(decision.least_offer, self._offers.least(decision.helps)), query.urgent and not decision.helps
        near = [row for row in offers if row.score >= least or (to_call and row.signals.contact > 0 and row.score >= self._offers.least(True))]
        chosen = [row for row in near if row.fit.is_possible][: self._most(understood, limit)]
        least_strong = self._least_strong(query, chosen)
        return replace(
            answer,
            notices=(*notices, *self._duties(understood, [id_ for id_, _ in passages[:DUTY_PASSAGES]])),
            interventions=tuple(self._recommended(query, row, least_strong) for row in chosen),
            near_misses=tuple(self._near_miss(row) for row in near[:12] if not row.fit.is_possible)[:5],
            facts=tuple(self._facts(query, chosen)),
            passages=tuple(self._evidence(id_, score) for id_, score in passages),
        )

    def _duties(self, understood: Understood, passages: list[str]) -> list[Notice]:
        """What must, should or may be done, from the best passages, where the question touches the law; "skal" first."""
        if not any(self.index.intents[intent]["kind"] == "law" for intent, _ in understood.intents):
            return []
        best = [self.index.passages[id_] for id_ in passages]
        found = [
            (_duty_level(fact), place, fact)
            for place, passage in enumerate(best)
            for fact in (self.index.facts[id_] for id_ in self.index.duties.get(passage.document, ()))
            if passage.start <= fact.start < passage.end
        ]
        chosen = {fact.quote: fact for _, _, fact in sorted(found, key=lambda row: (row[0], row[1], row[2].start, row[2].id))}
        return [Notice("duty", fact.object or "", fact.document, fact.section, fact.quote) for fact in list(chosen.values())[:MOST_DUTIES]]

    def _most(self, understood: Understood, limit: int | None) -> int:
        """How many offers are shown: a few for a child, more where somebody wants to see what there is."""
        listing = any(self.index.intents[intent]["kind"] in LISTING for intent, _ in understood.intents)
        return min(limit or (MOST_INTERVENTIONS if listing else FEW_INTERVENTIONS), MOST_INTERVENTIONS)

    def _narrowed(self, understood: Understood, age: int | None, grade: int | None, district: str | None, school: str | None) -> Understood:
        if age is not None:
            understood = replace(understood, age=Span(age, age))
        if grade is not None:
            understood = replace(understood, grade=Span(grade, grade))
        named = " ".join(filter(None, (district, school)))
        if named:
            understood = replace(understood, places=tuple(self.index.gazetteer.find(named)))
        return understood

    def _left_out(self, understood: Understood, without: Collection[str]) -> Understood:
        if not without:
            return understood
        needs = tuple(need for need in understood.needs if need.id not in without)
        places = () if "place" in without else understood.places
        age, grade = (None if "age" in without else understood.age), (None if "grade" in without else understood.grade)
        near, columns = understood.near.copy(), self.index.need_vectors.columns
        near[[columns[part] for part in without if part in columns]] = 0.0
        return replace(understood, needs=needs, near=near, places=places, age=age, grade=grade)

    def _shown(self, understood: Understood) -> dict[str, Any]:
        """What the question was taken to mean, as the interface shows it."""
        kind = self.index.intents[understood.intent]["kind"] if understood.intents else "help"
        spans = {name: {"min": span.min, "max": span.max} if span else None for name, span in (("age", understood.age), ("grade", understood.grade))}
        sure = [need for need in understood.needs if need.weight >= LEAST_SHOWN][:MOST_SHOWN]
        needs = [{"id": need.id, "label": need.label, "matched": need.matched} for need in sure]
        return {"intent": kind, "needs": needs, **spans, "districts": list(understood.districts), "schools": list(understood.schools)}

    def _least_strong(self, query: Query, chosen: list[ScoredOffer]) -> float:
        """The score from which an offer is a strong match: that of the weakest one the question clearly speaks of.

        So no offer with a higher score is told to be a weaker match for want of words.
        """
        clear = [row.score for row in chosen if row.signals.needs >= STRONG_NEED or query.names.get(row.id, 0.0) > STRONG_NAME]
        return max(STRONG_SHARE * chosen[0].score, min(clear)) if clear else math.inf

    def _recommended(self, query: Query, row: ScoredOffer, least_strong: float) -> Recommended:
        offer = self.index.offers[row.id]
        placed = row.fit.district == "yes" or not (query.understood.districts or offer.districts)
        only_some_schools = bool(offer.schools) and not set(offer.schools) & set(query.understood.schools)
        strong = row.score >= least_strong and placed and not only_some_schools
        return Recommended(
            id=offer.id,
            label=offer.label,
            match="strong" if strong else "possible",
            score=round(min(1.0, row.score / FULL_SCORE), 4),
            fits={"age": row.fit.age, "district": row.fit.district, "grade": row.fit.grade},
            conditions=tuple({"text": c.text, "quote": self.index.facts[c.fact].quote} for c in offer.conditions),
            referral=offer.referral.text if offer.referral else None,
            contact=offer.contact.text if offer.contact else None,
            valid_until=offer.valid_until,
            why=tuple(self._why(query, row, offer)),
            quotes=tuple(self._quote(fact) for fact in self._best_facts(query, offer)),
        )

    def _why(self, query: Query, row: ScoredOffer, offer: Offer) -> list[str]:
        """Why an offer is shown, in plain Danish."""
        concepts = self.index.concepts.get(offer.id, {})
        excluded = excluded_by(query.understood, self.index.excludes.get(offer.id, {}))
        remark = [f"Bemærk: {self._not_for(excluded)}."] if excluded else []
        reasons: list[str] = []
        said = set(query.bare.split())  # without the names of offers, which tell nothing of a need
        sure = (need for need in query.understood.needs if need.weight >= LEAST_SHOWN and (need.alike or said.issuperset(need.matched.split())))
        telling = sorted(sure, key=lambda need: -need.weight * self.index.concept_weights[need.id])
        for need in telling:
            near = self.index.topics[need.id].near
            shared = need.id if need.id in concepts else max((id_ for id_ in near if id_ in concepts), key=lambda id_: near[id_] * concepts[id_], default=None)
            if shared and len(reasons) < MOST_REASONS and fold(need.matched) != fold(need.label):
                link = "" if shared == need.id else f", som hænger sammen med {self.index.topics[shared].label}"
                verb = "ligner" if need.alike else "svarer til" if need.named else "kan pege på"
                reasons.append(f"»{need.matched}« {verb} {need.label}{link}.")
        if query.names.get(row.id, 0.0) > LEAST_NAMED:
            reasons.append(f"Du nævner {offer.label}.")
        if row.fit.district == "yes":
            reasons.append(f"Sted: {where(offer)}.")
        if row.fit.age == "yes" or row.fit.grade == "yes":
            reasons.append(f"Gælder {limits(offer)}.")
        return [*remark, *(reasons or ["Ordene i dit spørgsmål ligner teksten om indsatsen."])]

    def _not_for(self, fact: str) -> str:
        """The children that an offer is not for, as the document says it."""
        told = self.index.facts[fact].object or ""
        return f"er ikke for {told[:1].lower()}{told[1:]}"

    def _best_facts(self, query: Query, offer: Offer) -> list[Fact]:
        """Up to three facts whose quotes say best why the offer fits: target group first, then what shares words with the question."""
        facts = {id_: self.index.facts[id_] for id_ in offer.facts}
        order = {"target_group": 0, "contact_phone": 0, "defines": 1, "evidence": 3, "referral_route": 2, "district": 2, "school": 2, "citywide": 2}
        wanted = set(query.terms)

        def rank(id_: str) -> tuple[float, int, int]:
            fact = facts[id_]
            shared = math.fsum(query.terms[word] for word in self._quote_stems(id_) & wanted)  # the same in whatever order
            return (-shared + order.get(fact.relation, 4), fact.start, fact.end)

        chosen: dict[str, Fact] = {}
        for fact in (facts[id_] for id_ in sorted(facts, key=rank)):
            if fact.relation not in ("legal_basis", "ladder_step") and (len(fact.quote) > 20 or fact.relation in ("contact_phone", "district")):
                chosen.setdefault(fact.quote, fact)
        return list(chosen.values())[:3] or list(facts.values())[:1]

    def _quote_stems(self, id_: str) -> frozenset[str]:
        if id_ not in self._stems:
            self._stems[id_] = frozenset(stems(self.index.facts[id_].quote))
        return self._stems[id_]

    def _quote(self, fact: Fact) -> Quote:
        return Quote(fact.document, fact.section, fact.quote, fact.start, fact.end, self.index.sources[fact.document]["status"])

    def _near_miss(self, row: ScoredOffer) -> NearMiss:
        offer = self.index.offers[row.id]
        reasons = []
        if row.fit.district == NO:
            reasons.append(f"gælder {where(offer)}" if not offer.schools else f"gælder bestemte skoler i {where(offer)}")
        if row.fit.age == NO and offer.ages:
            reasons.append(f"gælder {spans(offer.ages, 'år')}")
        elif row.fit.age == NO and not offer.grades:
            reasons.append("gælder elever")
        if NO in (row.fit.grade, row.fit.age) and offer.grades:
            reasons.append(f"gælder {spans(offer.grades, 'klasse')}")
        if row.fit.excluded:
            reasons.append(self._not_for(row.fit.excluded))
        return NearMiss(offer.id, offer.label, "; ".join(reasons))

    def _facts(self, query: Query, chosen: list[ScoredOffer]) -> list[dict[str, Any]]:
        """The facts of the offers that are asked about in the relations that the question asks for, what it asks most clearly first.

        Where it names none, those of the best; but what a word means is told of nothing else than what is named.
        """
        named = [row for row in chosen if query.telling.get(row.id, 0.0) >= NAMED]
        intents = [self.index.intents[intent] for intent, _ in query.understood.intents]
        relations = [field for intent in intents if named or intent["kind"] != "definition" for field in intent["asks"] if field[:1].islower()]
        found = [
            (relations.index(fact.relation), place, fact)
            for place, row in enumerate(named or chosen[:MOST_TOLD_OF])
            for fact in (self.index.facts[id_] for id_ in self.index.offers[row.id].facts)
            if fact.relation in relations
        ]
        return [fact.to_json() for _, _, fact in sorted(found, key=lambda row: row[:2])[:MOST_FACTS]]

    def _evidence(self, id_: str, score: float) -> Evidence:
        passage = self.index.passages[id_]
        return Evidence(passage.id, passage.document, passage.section, passage.text, passage.start, passage.end, round(min(1.0, score / FULL_SCORE), 4))


def _duty_level(fact: Fact) -> int:
    """0 for what must be done, 1 for what should, 2 for what may."""
    words = f"{fact.object} {fact.quote}".casefold()
    return next((level for level, pattern in enumerate(_DUTY_LEVELS) if pattern.search(words)), len(_DUTY_LEVELS))


def _is_adult(question: str, age: int | None) -> bool:
    """True where the question names an age of 18 or over."""
    said = Span(age, age) if age is not None else read_age(question)
    return said is not None and said.min >= ADULT
