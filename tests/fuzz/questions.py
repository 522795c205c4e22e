"""Questions made by atheris, guided by the code they reach: ``python tests/fuzz/questions.py DATA -runs=N``; ends with 0 where all held.

It stops at the first question that is answered with another status than 200 or 422, with a quote that does not stand in its document, or
not in its time. The options are those of libFuzzer.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
from pathlib import Path

import atheris

READS = ["corpus.cpr", "corpus.danish", "search.numbers", "search.places", "search.safety", "search.spelling", "search.understanding", "web.privacy"]  # the rest sees no text, only numbers

with atheris.instrument_imports(include=READS):
    from web.application import create_app
    from web.limiter import EVERY_LIMIT, QUESTION_LIMIT
    from web.settings import Settings
    from web.startup import Service, open_service


BEGUN_WITH = 100  # questions


def questions_of(service: Service) -> list[bytes]:
    """What to begin with: some labels of offers and needs, and beginnings of passages."""
    texts = [*(offer.label for offer in service.index.offers.values()), *(topic.label for topic in service.index.topics.values())]
    texts += [passage.text[:200] for passage in service.index.passages.values()]
    return [text.encode() for text in random.sample(texts, BEGUN_WITH)]


def main(data: Path, options: list[str]) -> None:
    """Ask what atheris makes, until it has run as often as the options say; does not return."""
    settings = Settings(data=data)
    service = open_service(settings)
    app = create_app(service, settings)
    app.config[QUESTION_LIMIT] = app.config[EVERY_LIMIT] = 100_000_000
    client = app.test_client()

    def ask(made: bytes) -> None:
        question = made.decode("utf-8", "surrogateescape")  # a byte that is no letter becomes half a letter, which JSON can carry
        response = client.post("/api/v1/ask", data=json.dumps({"query": question}), content_type="application/json")
        assert response.status_code in (200, 422), repr(question)
        for quote in response.get_json()["passages"] if response.status_code == 200 else ():
            assert service.documents[quote["document"]].text[quote["start"]:quote["end"]] == quote["text"]

    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(questions_of(service)):
            (Path(folder) / str(number)).write_bytes(text)
        atheris.Setup([sys.argv[0], *options, folder], ask, enable_python_coverage=True)
        atheris.Fuzz()


if __name__ == "__main__":
    os.environ["HF_HUB_OFFLINE"] = "1"
    main(Path(sys.argv[1]), sys.argv[2:])
