"""Names and needs that the question field can offer while one writes; the whole list is on the page, so no keystroke leaves the browser."""

from __future__ import annotations

from collections import Counter

from web.startup import Service

MOST = 300
_CLEAR = 0.5  # weight from which a need is what an offer is about, and no stray word


def suggestions(service: Service) -> list[str]:
    """Names of what documents in force describe, then the needs that most offers meet, each once, in the order of the alphabet."""
    index = service.index
    in_force = {id_ for id_, source in service.documents.items() if not source.source.is_draft}
    names = [offer.label for offer in index.offers.values() if any(index.facts[id_].document in in_force for id_ in offer.facts)]
    met = Counter(id_ for concepts in index.concepts.values() for id_, weight in concepts.items() if weight >= _CLEAR)
    needs = [index.topics[id_].label for id_, _ in met.most_common() if index.topics[id_].weight >= _CLEAR]
    once = {label.casefold(): label for label in reversed([*names, *needs])}
    return [once[folded] for folded in sorted(list(reversed(once))[:MOST])]
