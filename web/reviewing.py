"""A person's decision on an inferred link, from the command line into the data folder."""

from __future__ import annotations

import datetime
from difflib import get_close_matches

from corpus.cpr import contains_cpr
from graph.fact import Fact
from graph.reviews import ACCEPT, Review, add_review, read_reviews
from web.settings import Settings
from web.startup import Service, UnknownName

_NEAR = 3


class ReviewRefused(Exception):
    """A decision that cannot be kept as it is; the message says why, in Danish."""


def decide(service: Service, decision: str, link: str, who: str, why: str) -> str:
    """Keep a decision and tell what it does.

    Raises UnknownName when there is no such link, ReviewRefused when name or reason cannot be kept.
    """
    data = Settings.from_environment().data
    who, why = " ".join(who.split()), " ".join(why.split())
    if not who or not why:
        raise ReviewRefused("Skriv både hvem (--by) og hvorfor (--why), så andre kan se, hvad afgørelsen bygger på.")
    if contains_cpr(f"{who} {why}"):
        raise ReviewRefused("Skriv ikke CPR-numre i en afgørelse. Intet er gemt.")
    subject, relation, object_ = _saying(service, link, read_reviews(data))
    today = datetime.date.today().isoformat()
    add_review(data, Review(link, decision, who, today, why, subject, relation, object_))
    done = "Godkendt" if decision == ACCEPT else "Afvist"
    return f"{done}: {_shown(subject, relation, object_)}. Kør »trivsel build«, så gælder afgørelsen."


def _saying(service: Service, link: str, reviews: list[Review]) -> tuple[str, str, str]:
    """What a link says; a link that was rejected before can still be accepted."""
    for fact in service.links:
        if fact.id == link:
            return fact.subject, fact.relation, fact.object or ""
    for review in reviews:
        if review.link == link:
            return review.subject, review.relation, review.object
    if link in service.index.facts:
        raise ReviewRefused(f"»{link}« står i et dokument og er ikke udledt, så det kan ikke godkendes eller afvises.")
    raise UnknownName(f"Der er intet udledt link »{link}«. {_near(service.links, link)}")


def _near(links: list[Fact], asked: str) -> str:
    """The links with the nearest ids, else those that name what was asked for."""
    by_id = {link.id: link for link in links}
    near = [by_id[id_] for id_ in get_close_matches(asked, by_id, n=_NEAR, cutoff=0.5)]
    folded = asked.casefold()
    near = near or [link for link in links if folded in link.subject.casefold() or folded in (link.object or "").casefold()][:_NEAR]
    shown = "; ".join(f"{link.id} ({_shown(link.subject, link.relation, link.object or '')})" for link in near)
    return f"Mente du {shown}?" if shown else "Id'er står i »trivsel facts«, hvor basis er inferred."


def _shown(subject: str, relation: str, object_: str) -> str:
    return f"»{subject}« {relation} »{object_}«"
