"""The pages in a browser: accessibility by axe, small screens, no script, keyboard, and that nothing leaves the host."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations", "incomplete"]}
FOUND = """rules => axe.run(document, rules).then(found => Object.fromEntries(["violations", "incomplete"].map(
    kind => [kind, found[kind].flatMap(row => row.nodes.map(node => [row.id, node.html.slice(0, 160)]))])))"""
# What axe cannot decide by itself: colours over drawings and of lists with a picture for arrow, and signs that are no text. Those colours
# are those of tests/test_web_stylesheet.py, which counts their contrast; docs/tilgaengelighed.md tells what people look at.
UNSURE = {"color-contrast": ("<text", "<tspan", "<select", '<span aria-hidden="true">✕')}
CPR = "010203-1234"


def _ask(question: str) -> Callable[[Page, str], None]:
    def steps(page: Page, url: str) -> None:
        page.goto(url + "/")
        page.fill("#q", question)
        page.locator("#spoerg button[type=submit]").click()
        page.wait_for_selector("#resultat")

    return steps


def _cpr(page: Page, url: str) -> None:
    page.goto(url + "/spoerg?stoppet=cpr")


def _sparql(query: str) -> Callable[[Page, str], None]:
    def steps(page: Page, url: str) -> None:
        page.goto(url + "/sparql")
        page.fill("#query", query)
        page.locator("#sparql button[type=submit]").click()
        page.wait_for_selector("#resultat, #fejl")
        page.wait_for_load_state("load")  # else it is measured without its style sheet

    return steps


def _message(page: Page, url: str) -> None:
    page.goto(url + "/besked")
    page.click("#send")
    page.wait_for_selector("#fejl")
    page.wait_for_load_state("load")


def _open(path: str) -> Callable[[Page, str], None]:
    return lambda page, url: page.goto(url + path) and None


STATES = {
    "forside": _open("/"),
    "svar": _ask("Dreng i 8. klasse på Amager har over 40 procent fravær, og skolen har prøvet alt"),
    "fare": _ask("En pige på 13 fra Nørrebro bliver slået derhjemme og er bange for sin far"),
    "intet svar": _ask("xyzzy qwerty plugh"),
    "tomt felt": _ask(""),
    "cpr": _cpr,
    "indsatser": _open("/indsatser?forvaltning=SOF"),
    "indsats": _open("/indsats/skolefravaersraadgivere"),
    "handout": _open("/indsats/u-start/handout"),
    "trappen": _open("/trappen"),
    "overlap": _open("/overlap"),
    "overlappar": _open("/overlap/kom-glad-i-skole-hver-dag/skolefravaersraadgivere"),
    "uenigheder": _open("/uenigheder"),
    "mål": _open("/maal"),
    "huller": _open("/maal/huller"),
    "et mål": _open("/maal/tidlig-hjaelp-der-forebygger"),
    "fra indsats": _open("/maal/fra-indsats/u-start"),
    "dækning": _open("/daekning"),
    "eftersyn": _open("/eftersyn?dato=2026-03-01"),
    "dokumenter": _open("/dokumenter"),
    "dokument": _open("/dokument/praksisoverblik?p=praksisoverblik-28#p-praksisoverblik-28"),
    "udkast": _open("/dokument/integrationspolitik?kapitel=3"),
    "om": _open("/om"),
    "in english": _open("/english"),
    "tilgængelighed": _open("/tilgaengelighed"),
    "tilføj": _open("/data/tilfoej"),
    "besked": _open("/besked"),
    "besked fejl": _message,
    "data": _open("/data"),
    "ontologi": _open("/ontologi"),
    "bydel": _open("/bydel/amager"),
    "forvaltning": _open("/forvaltning/sof"),
    "sparql": _open("/sparql"),
    "sparql svar": _sparql("SELECT ?s ?navn { ?s <http://purl.org/dc/terms/title> ?navn } LIMIT 30"),
    "sparql graf": _sparql("DESCRIBE <https://trivselsgrafen.example/indsats/u-start>"),
    "sparql fejl": _sparql("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"),
    "findes ikke": _open("/findes-ikke"),
}
TWINS = {"tomt felt", "udkast", "fra indsats", "forvaltning", "sparql graf", "besked fejl"}  # of a page type that another state shows too: one look is enough
OFF = "JavaScript slået fra"
SCRIPT = "/static/trivsel.js"
WIDE, NARROW = 1280, 320
WAIT = 20_000  # milliseconds


@pytest.fixture(scope="module")
def both(browser: Browser) -> Iterator[dict[str, Page]]:
    """A page with scripts and one where they are off, shared by the tests: a new context takes longer than most of them."""
    pages = {scripts: browser.new_context(reduced_motion="reduce", java_script_enabled=scripts != OFF).new_page() for scripts in ("", OFF)}
    for page in pages.values():
        page.set_default_timeout(WAIT)
    yield pages
    for page in pages.values():
        page.context.close()


@pytest.fixture
def opened(both: dict[str, Page], server_url: str) -> Iterator[Callable[..., Page]]:
    """Opens a state of the pages."""

    def open_state(state: str, width: int = WIDE, scripts: str = "") -> Page:
        page = both[scripts]
        page.set_viewport_size({"width": width, "height": 800})
        STATES[state](page, server_url)
        return page

    yield open_state
    for page in both.values():
        page.emulate_media(media="screen")


@pytest.fixture(scope="module")
def looked(browser: Browser) -> Iterator[Page]:
    """One page used for all states. Axe itself needs scripts, so ours are held back until a test asks for them."""
    page = browser.new_context(reduced_motion="reduce").new_page()
    page.route(f"**{SCRIPT}", lambda route: route.abort())
    page.set_default_timeout(WAIT)
    page.add_init_script(Axe().axe_script)
    yield page
    page.context.close()


@pytest.mark.parametrize("state", STATES)
def test_page_is_accessible_stays_narrow_and_asks_no_one_else(looked: Page, server_url: str, state: str) -> None:
    """All rules in a narrow dark page without our scripts; then these run in the same page, which has become wide and light."""
    hosts: list[str] = []
    note = lambda request: hosts.append(urlsplit(request.url).netloc)  # noqa: E731  one function, so that it can be taken off again
    looked.on("request", note)
    looked.set_viewport_size({"width": NARROW, "height": 800})
    looked.emulate_media(color_scheme="dark")
    STATES[state](looked, server_url)
    assert_readable(looked)
    assert_accessible(looked)
    if state not in TWINS:
        looked.set_viewport_size({"width": WIDE, "height": 800})
        looked.emulate_media(color_scheme="light")
        looked.add_script_tag(url=f"{SCRIPT}?nu")  # the same file by an address that is not held back
        assert looked.evaluate("[...document.querySelectorAll('.js-only:not(:empty)')].every(e => e.checkVisibility() || e.closest('details:not([open])'))")
        assert_accessible(looked)
    looked.remove_listener("request", note)
    assert set(hosts) == {urlsplit(server_url).netloc}


def assert_accessible(page: Page) -> None:
    """No rule of axe is broken, nothing is undecided that no other test decides, and the page is as narrow as its window."""
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
    found = page.evaluate(FOUND, RULES)  # the rule and the element
    assert found["violations"] == []
    assert [(rule, element) for rule, element in found["incomplete"] if not element.startswith(UNSURE.get(rule, ()))] == []


def assert_readable(page: Page) -> None:
    """A page where no script of ours runs has its heading and menu, and shows nothing that would need one."""
    assert page.locator("main h1").is_visible() and page.locator("nav[aria-label=Hovedmenu] a").first.is_visible()
    assert page.evaluate("[...document.querySelectorAll('.js-only')].every(e => !e.checkVisibility())")


def test_answer_is_in_view_and_in_focus(opened: Callable[..., Page]) -> None:
    page = opened("svar")
    assert page.evaluate("location.hash") == "#resultat"
    assert page.evaluate("document.activeElement === document.body || document.activeElement.id === 'resultat'")
    assert page.locator("#resultat").bounding_box() is not None
    assert "q=" not in page.url


def test_danger_stands_above_the_offers_and_cannot_be_closed(opened: Callable[..., Page]) -> None:
    page = opened("fare", scripts=OFF)
    notice = page.locator(".notice-safety")
    assert "Inddrag ikke forældrene" in notice.inner_text()
    offers = page.locator("article.offer")
    if offers.count():
        assert notice.bounding_box()["y"] < offers.first.bounding_box()["y"]  # type: ignore[index]
    assert notice.locator("button").count() == 0


def test_cpr_number_never_leaves_the_browser(opened: Callable[..., Page]) -> None:
    page = opened("forside")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.fill("#q", f"dreng {CPR} er ked af det")
    page.click("text=Find svar")
    assert page.locator("#cpr-stop").inner_text().startswith("Der er et problem")
    assert page.evaluate("document.activeElement.id") == "cpr-stop"
    assert "POST" not in sent and CPR not in page.url
    page.fill("#q", "dreng er ked af det")
    page.click("text=Find svar")
    page.wait_for_selector("#resultat")
    assert "POST" in sent


def test_cpr_number_without_script_is_masked_by_the_server(opened: Callable[..., Page]) -> None:
    page = opened("forside", scripts=OFF)
    page.fill("#q", f"dreng {CPR} er ked af det")
    page.click("text=Find svar")
    page.wait_for_selector("#resultat")
    assert page.input_value("#q") == "dreng [fjernet] er ked af det"


@pytest.mark.parametrize("state", ["forside", "svar", "indsatser", "udkast"])
def test_keyboard_reaches_everything_in_the_order_of_the_page(opened: Callable[..., Page], state: str) -> None:
    page = opened(state)
    controls = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
    wanted = page.evaluate(
        f"[...document.querySelectorAll(\"{controls}\")].filter(e => e.checkVisibility({{visibilityProperty: true, contentVisibilityAuto: true}}))"
        ".map((e, i) => { e.dataset.place = i; return i }).length"
    )
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0); history.replaceState(null, '', location.pathname)")
    page.evaluate("window.met = []; document.addEventListener('focusin', e => met.push(e.target.dataset.place)); document.querySelector('.skip').focus()")
    for _ in range(wanted - 1):
        page.keyboard.press("Tab")
    missed = page.evaluate("[...document.querySelectorAll('[data-place]')].filter(e => !met.includes(e.dataset.place)).map(e => e.outerHTML.slice(0, 120))")
    assert wanted > 5 and missed == []
    assert page.evaluate("met") == [str(place) for place in range(wanted)]


@pytest.mark.parametrize("state", ["forside", "svar", "overlap", "dokument", "sparql svar", "besked fejl"])
def test_page_works_where_scripts_are_off(opened: Callable[..., Page], state: str) -> None:
    """The forms and what they lead to; that the other pages need no script of ours is proved where all are looked at."""
    page = opened(state, scripts=OFF)
    assert_readable(page)


def test_skip_link_is_first_and_shows_when_reached(opened: Callable[..., Page]) -> None:
    page = opened("forside")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Gå til indhold"
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]


def test_text_spacing_of_wcag_clips_nothing(opened: Callable[..., Page]) -> None:
    page = opened("svar", NARROW)
    page.evaluate(
        "for (const e of document.querySelectorAll('*')) {"
        "e.style.setProperty('line-height', '1.5', 'important'); e.style.setProperty('letter-spacing', '.12em', 'important');"
        "e.style.setProperty('word-spacing', '.16em', 'important') }"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_print_opens_what_is_folded(opened: Callable[..., Page]) -> None:
    page = opened("svar")
    folded = page.locator("details.why ul").first
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('details.why'), '::details-content').contentVisibility") == "visible"


def test_swagger_runs_under_our_policy(both: dict[str, Page], server_url: str) -> None:
    page = both[""]
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.goto(server_url + "/api/v1/docs")
    page.get_by_text("Stil et spørgsmål").wait_for(timeout=WAIT)
    assert troubles == []


def test_data_block_is_let_through_by_our_policy(both: dict[str, Page], server_url: str) -> None:
    page = both[""]
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.goto(server_url + "/indsats/u-start")
    data = page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)")
    assert data["@type"] == "GovernmentService" and troubles == []


def test_cpr_number_in_a_query_never_leaves_the_browser(opened: Callable[..., Page]) -> None:
    page = opened("sparql")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.fill("#query", f'ASK {{ ?s ?p "{CPR}" }}')
    page.locator("#query").press("Control+Enter")
    assert page.locator("#cpr-stop").inner_text().startswith("Der er et problem")
    assert "POST" not in sent and CPR not in page.url
