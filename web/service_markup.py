"""An intervention as schema.org's GovernmentService, for machines that read pages.

Why inside the page: a script element of type ``application/ld+json`` is a data block that no browser runs, so the content security
policy has nothing to forbid; the same is had as Turtle and JSON-LD through the links in the head. Only what is stated is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graph.description import GraphReader
from graph.offer import Offer
from ontology.names import CV, DCT, SCHEMA
from web.startup import Service

INTERVENTION = "Intervention"


def service_markup(service: Service, reader: GraphReader, offer: Offer) -> dict[str, Any] | None:
    """The JSON-LD of an offer; None for what is no intervention."""
    path = f"indsats/{offer.id}"
    if offer.kind != INTERVENTION or not reader.knows(path):
        return None
    phones = sorted({fact.object or "" for fact in (service.index.facts[id_] for id_ in offer.facts) if fact.relation == "contact_phone"})
    described = reader.names_of(path, DCT + "description")
    found = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "@id": reader.base + path,
        "name": offer.label,
        "description": described[0] if described else None,
        "inLanguage": "da",
        "serviceOperator": _named("GovernmentOrganization", reader.names_of(path, CV + "hasCompetentAuthority")),
        "provider": _named("Organization", reader.names_of(path, SCHEMA + "provider")),
        "areaServed": _named("AdministrativeArea", reader.names_of(path, DCT + "spatial")),
        "audience": [_audience(low, high) for low, high in offer.ages],
        "availableChannel": [{"@type": "ServiceChannel", "servicePhone": {"@type": "ContactPoint", "telephone": phone}} for phone in phones],
    }
    return {name: value for name, value in found.items() if value}


def _named(type_: str, names: Iterable[str]) -> list[dict[str, str]]:
    return [{"@type": type_, "name": name} for name in names]


def _audience(low: int | None, high: int | None) -> dict[str, Any]:
    bounds = {"requiredMinAge": low, "requiredMaxAge": high}
    return {"@type": "PeopleAudience", **{name: age for name, age in bounds.items() if age is not None}}
