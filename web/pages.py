"""The pages for people."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from corpus.document import Document
from graph.fact import INFERRED
from search.answer import NOTHING_UNDERSTOOD, REFUSED, Answer
from search.decision import LEAST_DOUBT
from web.answer_files import FORMS, answer_file
from web.answer_view import answer_page
from web.catalogue_view import catalogue
from web.citations import cite, opened, page_at, short_section, source_words
from web.conflict_view import about as conflicts_about
from web.connections_view import connections_of
from web.document_view import Chapter, Marks, Run, chapters_of, items_of, read_marks, repairs_in
from web.goal_view import trace_rows
from web.graph_access import graph_reader
from web.ladder_view import rungs, step_numbers, without_step
from web.limiter import limiter, question_limit
from web.linked_data import describable
from web.offer_view import handout_fields, page_of
from web.originals import address_of_original, files_of
from web.overlap_view import likest_of
from web.page_files import accepted_file
from web.page_files import ladder as ladder_file
from web.page_files import offers as offers_file
from web.pictures import ladder_drawing, offer_link
from web.quality import quality
from web.question_form import CPR_REASON, QuestionForm, QuestionRefused
from web.service_markup import service_markup
from web.startup import Service, UnknownName
from web.trace_selection import of_intervention
from web.wording import RELATIONS, fact_words

FIRST_AIMS = 4  # goals on the page of an offer; all stand on the page of its traces
THEMES = {"moerk": "dark", "lys": "light"}
KNOWN_GAPS = (
    "Siderne er ikke prøvet af mennesker med skærmlæser. Prøverne er automatiske.",
    "Beskrivelsen af programmeringsgrænsefladen (API) er på engelsk og bygger på Swagger UI, som ikke er prøvet på samme måde.",
    "Dokumenternes tekst er hentet fra kommunens filer. Tabeller og figurer i filerne kan have mistet deres opstilling.",
    "Kontrasten i tegninger (SVG) og valglister kan ikke måles på siden. Den er regnet ud af farverne. Alt i en tegning står også i en tabel eller liste.",
)
_YEAR = 365 * 24 * 3600

pages = Blueprint("pages", __name__)


@pages.get("/")
def front() -> ResponseReturnValue:
    """The question form with examples."""
    return render_template("spoerg.html", form=QuestionForm())


@pages.post("/spoerg")
@limiter.limit(question_limit)
def ask() -> ResponseReturnValue:
    """Answer a question sent by the form."""
    g.theme = request.form.get("tema")
    form = QuestionForm.of(request.form)
    if request.form.get("hent") in FORMS:
        service = opened()
        return answer_file(form.ask(service.searcher), service.index.offers, request.form["hent"])
    page = make_response(_answered(form, wants_link="link" in request.form))
    return _remember_theme(page, g.theme) if g.theme in THEMES else page


@pages.get("/spoerg")
@limiter.limit(question_limit)
def ask_by_link() -> ResponseReturnValue:
    """Answer an example or a shared link; a CPR number in the address is led away from at once."""
    form = QuestionForm.of(request.args)
    if form.holds_cpr:
        return redirect(url_for("pages.ask_by_link", stoppet="cpr"), HTTPStatus.SEE_OTHER)
    if request.args.get("stoppet") == "cpr":
        raise QuestionRefused(Answer("", "da", REFUSED, NOTHING_UNDERSTOOD, CPR_REASON))
    if "q" not in request.args:
        return render_template("spoerg.html", form=form)
    return _answered(form)


@pages.get("/indsatser")
def offers() -> ResponseReturnValue:
    """The list of offers."""
    if form := accepted_file(("json", "csv", "ttl")):
        return offers_file(form)
    return render_template("indsatser.html", catalogue=catalogue(opened(), request.args))


@pages.get("/indsats/<slug:id_>")
@describable("indsats")
def offer(id_: str) -> ResponseReturnValue:
    """One offer."""
    service = opened()
    if id_ not in service.index.offers:
        raise NotFound
    found = service.index.offers[id_]
    markup = service_markup(service, graph_reader(), found)
    bound = connections_of(service, graph_reader(), found)
    traces = sorted(of_intervention(service.analyses, found.label).traces, key=lambda trace: trace.basis == INFERRED)
    return render_template(
        "indsats.html", offer=page_of(service, found), steps=step_numbers(service), markup=markup, bound=bound, alike=likest_of(service, found),
        aims=trace_rows(service, traces[:FIRST_AIMS]), more=len(traces) - FIRST_AIMS, conflicts=conflicts_about(service, found),
    )  # fmt: skip


@pages.get("/indsats/<slug:id_>/handout")
def handout(id_: str) -> ResponseReturnValue:
    """One offer on one sheet of paper, all of it open."""
    service = opened()
    if id_ not in service.index.offers:
        raise NotFound
    found = service.index.offers[id_]
    return render_template("handout.html", offer=page_of(service, found), fields=handout_fields(service, found), steps=step_numbers(service), today=date.today().isoformat())


@pages.get("/trappen")
def ladder() -> ResponseReturnValue:
    """The ladder."""
    if form := accepted_file(("json", "ttl")):
        return ladder_file(form)
    service = opened()
    districts = sorted({name for offer in service.index.offers.values() if offer.step for name in offer.districts})
    district = request.args.get("bydel", "")
    chosen = district if district in districts else None
    steps = rungs(service, chosen)
    drawing = ladder_drawing(steps, offer_link())
    return render_template("trappen.html", rungs=steps, others=without_step(service), districts=districts, chosen=chosen, drawing=drawing)


@pages.get("/dokumenter")
def documents() -> ResponseReturnValue:
    """The documents."""
    return render_template("dokumenter.html", documents=opened().documents.values())


@pages.get("/dokument/<slug:id_>")
@describable("dokument")
def document(id_: str) -> ResponseReturnValue:
    """A document, or one chapter of a long one, opened where a citation stands."""
    service = opened()
    whole = _document(service, id_)
    marks = read_marks(whole, request.args)
    chapters = chapters_of(whole)
    chapter = _chapter(chapters, marks)
    return render_template(
        "dokument.html",
        document=whole,
        chapters=chapters,
        chapter=chapter,
        groups=items_of(whole, chapter, marks),
        marks=marks.spans,
        neighbours=[_mark_address(whole, marks, run) for run in marks.neighbours],
        repairs=repairs_in(whole, chapter),
        section=short_section(whole.section_at(marks.spans[0][0])) if marks.spans else "",
        facts=_facts_in(service, whole, marks),
        editions=[one for one in service.replaced.values() if one.source.work == whole.source.work and one.id != whole.id],
        reference=f"{whole.source.publisher}: {source_words(whole.source, page_at(whole, marks.spans[0][0]) if marks.spans else None)}",
        files=[(file, address_of_original(whole, number)) for number, file in enumerate(files_of(whole), 1)],
        page=page_at(whole, marks.spans[0][0]) if marks.spans else None,
    )


@pages.get("/dokument/<id_>.txt")
def document_text(id_: str) -> ResponseReturnValue:
    """The clean text that all offsets refer to."""
    return Response(_document(opened(), id_).text, mimetype="text/plain")


@pages.get("/om")
def about() -> ResponseReturnValue:
    """What the service can do, what it cannot, and how questions are treated."""
    service = opened()
    return render_template(
        "om.html", documents=service.documents.values(), offers=len(service.index.offers), facts=len(service.stated), quality=quality(),
        least_doubt=LEAST_DOUBT, fetched=max(document.source.fetched for document in service.documents.values()),
    )  # fmt: skip


@pages.get("/english")
def english() -> ResponseReturnValue:
    """The service in English, on one page."""
    service = opened()
    return render_template("english.html", documents=service.documents, offers=len(service.index.offers), facts=len(service.stated))


@pages.get("/tilgaengelighed")
def accessibility() -> ResponseReturnValue:
    """The accessibility statement, also at the address that such statements have by rule."""
    return render_template("tilgaengelighed.html", gaps=KNOWN_GAPS)


@pages.get("/was")
def accessibility_by_rule() -> ResponseReturnValue:
    """Lead to the accessibility statement."""
    return redirect(url_for("pages.accessibility"), HTTPStatus.SEE_OTHER)


@pages.get("/tema/<name>")
def theme(name: str) -> ResponseReturnValue:
    """Remember light or dark and go back; only paths of this site are gone back to."""
    if name not in THEMES:
        raise NotFound
    target = request.args.get("til", "/")
    is_ours = target.startswith("/") and not target.startswith(("//", "/\\")) and "\n" not in target
    return _remember_theme(make_response(redirect(target if is_ours else "/", HTTPStatus.SEE_OTHER)), name)


def _answered(form: QuestionForm, wants_link: bool = False) -> str:
    service = opened()
    answer = form.ask(service.searcher)
    link = url_for("pages.ask_by_link", **form.in_address, _external=True) if wants_link else None
    return render_template("spoerg.html", form=form, page=answer_page(service, answer, form), link=link)


def _document(service: Service, id_: str) -> Document:
    try:
        return service.document(id_)
    except UnknownName as error:
        raise NotFound from error


def _mark_address(whole: Document, marks: Marks, run: Run | None) -> str | None:
    """The address of another mark of the same answer."""
    return cite(opened(), whole.id, *run, marks.spans).url if run else None


def _chapter(chapters: list[Chapter], marks: Marks) -> Chapter:
    number = request.args.get("kapitel", 1, type=int)
    if marks.spans:
        number = next((chapter.number for chapter in reversed(chapters) if chapter.blocks[0].start <= marks.spans[0][0]), 1)
    return chapters[min(max(number, 1), len(chapters)) - 1]


def _facts_in(service: Service, whole: Document, marks: Marks) -> list[tuple[str, str, str]]:
    """What was read out of the marked run: subject, relation and words."""
    rows = [
        (fact.subject, RELATIONS[fact.relation], fact_words(fact))
        for fact in (*service.stated, *(service.replaced_facts if whole.source.is_replaced else ()))
        if fact.document == whole.id and any(low <= fact.start and fact.end <= high for low, high in marks.spans[:1])
    ]
    return list(dict.fromkeys(rows))


def _remember_theme(response: Response, name: str) -> Response:
    response.set_cookie("tema", name, max_age=_YEAR, secure=request.is_secure, httponly=True, samesite="Lax")
    return response
