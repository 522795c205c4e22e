"""Rules that hold with exceptions: a duty and what must not be done, "alle" with a "dog", limits and lists that do not agree."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from corpus.danish import stems
from graph.conflicts.conflict import SCOPE, Conflict
from graph.conflicts.library import Library, Mention, fact_quote, quoted
from graph.conflicts.text import Text
from graph.fact import Fact
from graph.reading import Piece
from graph.recognisers.places import administrations

MOST_RULES = 6  # general rules shown beside an exception
MOST_TARGETS = 3  # quotes of a target group shown beside whom it leaves out
_AHEAD = 25  # letters after "ikke" in which stands what must not be done

_FORBIDDEN = re.compile(r"\b(?:må (?:du|I|man) \*?ikke\*?|(?:du|I|man) (?:ikke må|må ikke))\b")
_DUTY = re.compile(r"\b(?:skal|vigtigt|altid|bør|tilbydes|kan hjælpe)\b")
_STRONG = re.compile(r"\b(?:vigtigt|altid)\b")
_TALKING = frozenset(stems("taler samtale informeres inddrage inddrages involvere fortælle orientere dialog"))
_EXCEPTION = re.compile(r"\b(?:dog|medmindre|undtagen|bortset fra)\b")
_GENERAL = re.compile(r"\b(?:[Aa]lle|[Aa]lt|altid|[Kk]un|som udgangspunkt|midlertidigt|ingen|fortsat)\b")
_BOUND = re.compile(r"\b(under|over) (\d{1,2}) år\b")
_ONLY = re.compile(r"\bkun ([A-ZÆØÅ]{3})\b")
_ASKED, _NOT_ALLOWED = "asked", "not allowed"
_PARTNERS = frozenset({"responsible", "provider", "partner"})


def detect(library: Library) -> Iterator[Conflict]:
    """Rules and their exceptions in the text, then limits and lists by the facts."""
    yield from _forbidden(library)
    yield from library.conflicts("scope", _exceptions, _two_sides_of_ages)
    yield from _exclusions(library)
    yield from _listed_only(library)
    yield from _one_law_two_steps(library)
    yield from _several_grades(library)
    yield from _only(library)


def _forbidden(library: Library) -> Iterator[Conflict]:
    """What the reader must not do, beside rules of any document that ask for it."""
    talks = list(library.mentions("talks", _talks))
    asking = [(piece, frozenset(stems(piece.text))) for (way,), piece in talks if way == _ASKED]
    for piece in (piece for (way,), piece in talks if way == _NOT_ALLOWED):
        for match in _FORBIDDEN.finditer(piece.text):
            what = _forbidden_words(piece, match)
            if not what & _TALKING:
                continue
            rules = [other for other, said in asking if other.start != piece.start and said & what - _TALKING]
            rules.sort(key=lambda other: (other.document.id != piece.document.id, not _STRONG.search(other.text)))
            if rules:
                yield Conflict(
                    SCOPE, f"Regel og undtagelse: »{piece.text[match.start():match.end() + _AHEAD].strip()} …«", "undtagelsen går forud for reglen",
                    "Det er kun en tilsyneladende modsigelse: reglen gælder i almindelighed, undtagelsen ved den mistanke, den nævner. De må ikke læses hver for sig.",
                    (quoted(piece), *map(quoted, rules[:MOST_RULES])),
                )  # fmt: skip


def _talks(text: Text) -> Iterator[Mention]:
    """The rules that ask to talk with somebody, and those that forbid it."""
    for piece in text.sentences:
        if forbidden := list(_FORBIDDEN.finditer(piece.text)):
            if any(_forbidden_words(piece, match) & _TALKING for match in forbidden):
                yield Mention((_NOT_ALLOWED,), piece)
        elif _DUTY.search(piece.text) and _TALKING.intersection(stems(piece.text)):
            yield Mention((_ASKED,), piece)


def _forbidden_words(piece: Piece, match: re.Match[str]) -> set[str]:
    """The stems of what stands after "ikke"."""
    return set(stems(piece.text[match.end():match.end() + _AHEAD]))


def _exceptions(text: Text) -> Iterator[Conflict]:
    for before, piece in zip(text.sentences, text.sentences[1:]):
        yield from _exception(before, piece)


def _exception(before: Piece, piece: Piece) -> Iterator[Conflict]:
    """A general rule, and a sentence after it, or within it, that limits it."""
    found = _EXCEPTION.search(piece.text)
    general = _GENERAL.search(before.text)
    if found and general and piece.document.section_at(before.start) == piece.document.section_at(piece.start):
        yield Conflict(
            SCOPE, f"»{general.group()}« med »{found.group()}«: {_short(piece.text)}", "begge sætninger sammen",
            "Den første sætning er reglen, den anden begrænser den. Citeres den første alene, siger den for meget.", (quoted(before), quoted(piece)),
        )  # fmt: skip


def _two_sides_of_ages(text: Text) -> Iterator[Conflict]:
    for _, pieces in text.chapters:
        yield from _two_sides_of_an_age(pieces)


def _two_sides_of_an_age(pieces: list[Piece]) -> Iterator[Conflict]:
    """One rule for those under an age and another for those over it."""
    sides: dict[str, dict[str, Piece]] = defaultdict(dict)
    for piece in pieces:
        for side, age in _BOUND.findall(piece.text):
            sides[age].setdefault(side, piece)
    for age, both in sides.items():
        if len(both) == 2 and both["under"].start != both["over"].start:
            yield Conflict(
                SCOPE, f"Én regel under {age} år, en anden over", "den regel, der passer til alderen",
                f"Afsnittet gælder begge, men reglerne er forskellige, alt efter om personen er fyldt {age} år.", (quoted(both["under"]), quoted(both["over"])),
            )  # fmt: skip


def _exclusions(library: Library) -> Iterator[Conflict]:
    """Whom an intervention is for, beside whom it leaves out."""
    for name, facts in sorted(library.by_subject.items()):
        left_out = {fact.quote: fact for fact in facts if fact.relation == "exclusion"}
        targets = {fact.quote: fact for fact in facts if fact.relation == "target_group" and fact.quote not in left_out}
        if left_out and targets and name[:1].isupper():
            yield Conflict(
                SCOPE, f"{name}: målgruppen har en undtagelse", "undtagelsen går forud for målgruppen",
                "Målgruppen er skrevet bredt, og en anden sætning tager nogen ud igen. Den, der passer på den første, kan altså være udelukket af den anden.",
                (*map(fact_quote, list(targets.values())[:MOST_TARGETS]), *map(fact_quote, left_out.values())),
            )  # fmt: skip


def _listed_only(library: Library) -> Iterator[Conflict]:
    """Help that stands on the ladder but is described nowhere, beside one that is."""
    steps = [fact for fact in library.facts if fact.relation == "ladder_step"]
    ladder = {fact.section for fact in steps}
    described = next((fact for step in steps for fact in library.by_subject[step.subject] if fact.relation == "type" and fact.section not in ladder), None)
    for name, facts in sorted(library.by_subject.items()):
        is_help = any(fact.relation == "type" and fact.object == "Intervention" for fact in facts)
        if is_help and described and all(fact.section in ladder for fact in facts):
            line = max(facts, key=lambda fact: fact.relation == "ladder_step")
            yield Conflict(
                SCOPE, f"»{name}« står på indsatstrappen, men er ikke beskrevet", None,
                "Oversigten nævner den, men intet afsnit fortæller, hvem den er til, eller hvor den er. Andre på samme trappe har et afsnit.",
                (fact_quote(line), fact_quote(described)),
            )  # fmt: skip


def _one_law_two_steps(library: Library) -> Iterator[Conflict]:
    """A paragraph, or a law cited as a whole, that two steps of the ladder rest on."""
    steps = {fact.subject for fact in library.facts if fact.relation == "type" and fact.object == "LadderStep"}
    cited = [fact for fact in library.facts if fact.relation == "legal_basis" and fact.subject in steps and fact.object]
    for law in sorted({fact.object for fact in cited if fact.object}):
        found = {fact.subject: fact for fact in cited if fact.object == law or (fact.object or "").startswith(f"{law} §")}
        if len(found) > 1:
            yield Conflict(
                SCOPE, f"{law} står på {len(found)} trin", "trinnet i oversigten, ikke paragraffen",
                "Samme lovgrundlag kan bære indsatser på flere trin. Paragraffen alene afgør altså ikke, hvor indgribende en indsats er.",
                tuple(map(fact_quote, found.values())),
            )  # fmt: skip


def _several_grades(library: Library) -> Iterator[Conflict]:
    """One intervention with grades that do not meet, given in one place."""
    for name, facts in sorted(library.by_subject.items()):
        lows = {fact.value: fact for fact in facts if fact.relation == "grade_min" and fact.value is not None}
        highs = {fact.value: fact for fact in facts if fact.relation == "grade_max" and fact.value is not None}
        if len(lows) > 1 and max(lows) > min(highs, default=max(lows)):
            yield Conflict(
                SCOPE, f"{name}: flere klassetrin, der ikke hænger sammen", "det almindelige klassetrin",
                "Det ene klassetrin er det almindelige; det andet er et forsøg eller en udvidelse, som sætningen selv begrænser.",
                tuple({fact.quote: fact_quote(fact) for fact in lows.values()}.values()),
            )  # fmt: skip


def _only(library: Library) -> Iterator[Conflict]:
    """A line that says "kun" one administration, beside a section that names others."""
    for name, facts in sorted(library.by_subject.items()):
        for line in facts:
            only = _ONLY.search(line.quote + _rest_of_line(library, line)) if line.relation == "ladder_step" else None
            others = [fact for fact in facts if only and fact.relation in _PARTNERS and _codes(fact) - {only.group(1)}]
            if only and others:
                codes = sorted(set().union(*map(_codes, others)) - {only.group(1)})
                yield Conflict(
                    SCOPE, f"{name}: »kun {only.group(1)}«, men også {', '.join(codes)} er med", None,
                    "»Kun« gælder formentlig, hvem der har ansvaret; de andre er samarbejdspartnere. Læs afsnittet, før du regner dem fra.",
                    (quoted(library.texts[line.document].sentence_at(line.start)), *(fact_quote(fact) for fact in others[:2])),
                )  # fmt: skip


def _rest_of_line(library: Library, fact: Fact) -> str:
    return library.texts[fact.document].document.text[fact.end:].partition("\n")[0]


def _codes(fact: Fact) -> set[str]:
    return {place.label for place in administrations(fact.object or "")}


def _short(text: str) -> str:
    return text if len(text) <= 70 else text[:70].rsplit(" ", 1)[0] + " …"
