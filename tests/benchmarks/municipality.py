"""Made-up documents of a Danish municipality, the same for the same seed: fact sheets, sections and paragraphs in the thesaurus' own words.

They are plain Markdown as our reader takes it, about fifty passages each, two interventions to a document.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

from corpus.document import Document, Source
from corpus.markup import read_pieces
from corpus.reader import read_document
from ontology.vocabulary import read_vocabulary

SEED = 11
SHEETS = 2  # interventions a document describes
SECTIONS = 22

KINDS = ("Handleplan", "Tilsynsrapport", "Lokal strategi", "Kvalitetsrapport", "Vejledning", "Årsberetning", "Samarbejdsaftale", "Evaluering")
BODIES = ("BUF", "SOF", "SUF", "KFF", "BIF")
WHO = (
    "eleverne i indskolingen", "de ældste børn", "unge mellem 15 og 17 år", "familier med flere børn", "forældre", "lærere og pædagoger", "sundhedsplejersken",
    "skolens ressourceteam", "klubbens medarbejdere", "den faste kontaktperson", "søskende", "børn i 5. klasse", "børn på 9 år", "PPR", "socialrådgiveren",
)  # fmt: skip
DOES = (
    "taler med", "følger op på", "beskriver", "forebygger", "arbejder målrettet med", "inddrager viden om", "tager ansvar for", "skal handle på", "er opmærksom på",
    "holder møde om", "laver en plan for", "vurderer", "kan henvise ved", "bør reagere tidligt på", "dokumenterer indsatsen mod",
)  # fmt: skip
WHEN = (
    "inden for 14 dage", "ved skoleårets start", "hver anden uge", "når fraværet overstiger 10 procent", "efter samtykke fra forældrene", "i overgangen til udskolingen",
    "på det månedlige netværksmøde", "uden unødig ventetid", "i tæt samarbejde med hjemmet", "over en periode på 12 uger", "med afsæt i barnets egne ord",
)  # fmt: skip
NAMES = "Brobyggerne Trappen Fyrtårnet Springbrættet Kompasset Ankeret Værkstedet Lysningen Vendepunktet Fodfæstet Landgangen Pusterummet".split()


@cache
def _words() -> dict[str, list[str]]:
    """The Danish labels of needs, and the names of places, in a fixed order."""
    labels = [label for concept in read_vocabulary("needs") for label in concept.labels if label.language == "da"]
    return {
        "professional": sorted({label.text for label in labels if label.kind in ("preferred", "professional")}),
        "everyday": sorted({label.text for label in labels if label.kind == "everyday"}),
        "districts": sorted(concept.label for concept in read_vocabulary("districts")),
        "schools": sorted(concept.label for concept in read_vocabulary("schools")),
    }


def sentence(chance: random.Random) -> str:
    """A made-up sentence about a need, in one of four forms."""
    need, other = chance.choice(_words()["professional"]), chance.choice(_words()["professional"])
    who, does, when = chance.choice(WHO), chance.choice(DOES), chance.choice(WHEN)
    form = chance.randrange(4)
    if form == 0:
        return f"{who[0].upper()}{who[1:]} {does} {need} {when}."
    if form == 1:
        return f"Ved {need} {chance.choice(('kan', 'skal', 'bør'))} {who} kontaktes {when}, også hvis der er tegn på {other}."
    if form == 2:
        return f"Målet er, at {who} oplever mindre {need} og {other} {when}."
    return f"På {chance.choice(_words()['schools'])} har {chance.randint(3, 40)} børn deltaget i forløb om {need} {when}."


def paragraph(chance: random.Random) -> str:
    """A paragraph of about 450 characters."""
    return " ".join(sentence(chance) for _ in range(5))


def sheet(chance: random.Random, number: int) -> str:
    """An intervention in the form of a fact sheet."""
    low, district = chance.randint(5, 12), chance.choice(_words()["districts"])
    return "\n\n".join([
        f"## {chance.choice(NAMES)} {number} ({chance.choice(BODIES)})", "Beskrivelse af indsats", paragraph(chance),
        f"Finansiering: Midlertidigt finansieret med {chance.randint(100, 900)} t. kr. årligt fra 2026-28.", "Målgruppe",
        f"- Børn og unge med {chance.choice(_words()['professional'])}.\n- Aldersgruppe: {low}-{low + chance.randint(2, 5)} år.",
        f"Hvor\n\n{district}. {sentence(chance)}", f"Forløbslængde\n\nForløbene varer typisk {chance.randint(4, 8)}-{chance.randint(9, 20)} uger.",
    ])  # fmt: skip


def markdown(number: int) -> str:
    """The text of one document."""
    chance = random.Random(SEED * 1_000_003 + number)
    parts = [f"# {chance.choice(KINDS)} {number} for {chance.choice(_words()['districts'])}"]
    parts += [sheet(chance, number * SHEETS + one) for one in range(SHEETS)]
    for _ in range(SECTIONS):
        parts += [f"## {chance.choice(_words()['professional']).capitalize()}", paragraph(chance) + " " + paragraph(chance), paragraph(chance)]
    return "\n\n".join(parts) + "\n"


def documents(number: int) -> Iterator[Document]:
    """So many documents, read as the user's own are."""
    for one in range(number):
        source = Source(f"plan-{one}", f"Plan {one}", "Kommunen", "2026-01-01", "gældende")
        yield read_document(source, read_pieces(markdown(one)))


def questions(number: int) -> list[str]:
    """So many questions in everyday words, with an age and a place in some."""
    chance = random.Random(SEED)
    found = []
    for _ in range(number):
        child = chance.choice(("dreng", "pige", "elev", "mit barn", "en ung"))
        age = chance.choice((f" på {chance.randint(5, 17)} år", ""))
        place = chance.choice((f", bor på {chance.choice(_words()['districts'])}", "", ""))
        found.append(f"{child}{age} {chance.choice(_words()['everyday'])}{place}. {chance.choice(_words()['everyday'])}. Hvad kan vi gøre?")
    return found
