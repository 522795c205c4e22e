"""What people come for, driven from end to end in a browser: asking and printing, following goals, comparing interventions, writing to the editor."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pdfminer.high_level import extract_text
from pdfminer.pdfpage import PDFPage
from playwright.sync_api import Browser, Locator, Page

from web.startup import Service

QUESTION = "En dreng kommer næsten aldrig i skole, og skolen har prøvet alt"
AREA = "Tidlig hjælp, der forebygger"
SCHOOLS = ["Holbergskolen", "Nørre Fælled Skole", "Tagensbo Skole"]
PICTURES = Path(__file__).parent.parent / "docs"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page that may use the clipboard."""
    context = browser.new_context(viewport={"width": 1180, "height": 900}, reduced_motion="reduce", permissions=["clipboard-read", "clipboard-write"])
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def follow(page: Page, target: Locator) -> None:
    """Click on what leads to another page, and wait until that is loaded."""
    with page.expect_navigation(wait_until="load"):
        target.click()


def press(page: Page, key: str) -> None:
    """Press a key on what has the focus and leads to another page."""
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press(key)


def table_of(page: Page, link: Locator) -> list[dict[str, str]]:
    """The rows of a table that a link saves."""
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename.endswith(".csv")
    return list(csv.DictReader(download.value.path().read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))


def pdf_of(page: Page) -> tuple[int, str]:
    """The pages and words of a page as it prints."""
    printed = page.pdf(format="A4", print_background=False)
    return len(list(PDFPage.get_pages(BytesIO(printed)))), " ".join(extract_text(BytesIO(printed)).split())


def test_staff_ask_narrow_read_the_source_and_print(page: Page, server_url: str, service: Service) -> None:
    page.goto(server_url)
    page.fill("#q", QUESTION)
    page.click("text=Tilføj alder, klasse eller bydel")
    page.fill("#alder", "14")
    page.select_option("#bydel", "Amager")
    follow(page, page.locator("text=Find svar"))
    assert "14 år" in page.inner_text(".understood") and "Amager" in page.inner_text(".understood")
    everything = page.locator("article.offer").count()
    follow(page, page.locator(".facets button:has-text('Socialforvaltningen')"))
    assert 0 < page.locator("article.offer").count() < everything and QUESTION not in page.url
    assert page.input_value("#q") == QUESTION and page.input_value("#alder") == "14"
    pages, words = pdf_of(page)
    assert pages < 12 and "U-Start" in words and "Hvorfor vises den?" in words and "Tal for ligheden" in words and "Find svar" not in words
    follow(page, page.locator("article.offer", has_text="U-Start").locator("h3 a").first)
    assert page.inner_text("h1") == "U-Start"
    follow(page, page.locator(".fieldlist a.where").first)
    marks = page.evaluate("[...document.querySelectorAll('mark')].map(e => e.textContent)")
    assert marks and all(mark in service.documents["praksisoverblik"].text for mark in marks)
    assert page.locator("#citat").count() == 1 and page.inner_text("#fremhaevet").startswith("Fremhævet")
    page.go_back()
    follow(page, page.locator("text=Udskriv handout").first)
    pages, words = pdf_of(page)
    assert pages == 1 and "Til hvem" in words and "Sådan henviser du" in words and "/indsats/u-start" in words


def test_policy_writer_follows_a_focus_area_to_its_traces_gaps_and_table(page: Page, server_url: str, service: Service) -> None:
    page.goto(server_url)
    page.get_by_role("link", name="Mål og indsatser").focus()
    press(page, "Enter")
    page.locator("summary", has_text=AREA).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # the focus area itself is the first goal of its group
    press(page, "Enter")
    traces = [trace for trace in service.analyses.traces if trace.goal == AREA]
    assert page.inner_text("h1") == AREA and len(traces) > 5
    assert page.inner_text("#indsatser") == f"{len({trace.intervention for trace in traces})} indsatser i dokumenterne"
    rows = page.locator(".traces-table tbody tr")
    assert rows.locator("th").all_inner_texts() == [trace.intervention for trace in traces]
    assert rows.locator(".tag").all_inner_texts() == [{"stated": "Står direkte i kilden"}.get(trace.basis, "Udledt af tjenesten") for trace in traces]
    drawn = " ".join(page.locator(".drawing svg text").all_text_contents())
    assert all(law in " ".join(drawn.split()) for law in ("Barnets lov § 32", "Folkeskoleloven § 23"))
    rows.first.locator("summary").press("Enter")
    quote = rows.first.locator("blockquote").inner_text()
    assert quote == traces[0].quote and quote in service.documents[traces[0].link.document].text
    rows.first.locator("a.source").focus()
    press(page, "Enter")
    assert page.evaluate("[...document.querySelectorAll('mark')].map(e => e.textContent).join(' ')").split() == quote.split()
    page.goto(server_url + "/maal")
    follow(page, page.locator("a", has_text="Huller: mål uden indsats"))
    gaps = [gap for gap in service.analyses.gaps if gap.coverage == "none"]
    assert page.inner_text("h2 >> nth=0") == f"Mål uden indsats i dokumenterne ({len(gaps)})"
    assert "Et hul kan betyde, at dokumentet mangler – ikke at indsatsen mangler." in page.inner_text("main")
    goal = page.locator(".gaps .gap-goal a").first
    words = goal.inner_text()
    follow(page, goal)
    assert page.inner_text("h1").startswith(words) and page.inner_text("#huller") == "Hul" and "ingen indsats" in page.inner_text(".gap-box").casefold()
    (told,) = table_of(page, page.locator(".data-links a", has_text="CSV"))
    assert told["row"] == "gap" and told["goal"] == words and told["coverage"] == "none" and told["quote"] in service.documents[told["document"]].text
    page.goto(server_url + "/maal")
    table = table_of(page, page.locator(".data-links a", has_text="CSV"))
    assert [row["intervention"] for row in table if row["goal"] == AREA and row["row"] == "trace"] == [trace.intervention for trace in traces]
    assert sum(row["coverage"] == "none" for row in table) == len(gaps)


def test_coordinator_finds_the_schools_two_interventions_share_and_asks_the_graph(page: Page, server_url: str, service: Service) -> None:
    page.goto(server_url)
    page.get_by_role("link", name="Overlap", exact=True).focus()
    press(page, "Enter")
    for name in ("Behov", "Målgruppe", "Metode"):
        page.get_by_label(name).press("Space")
    assert page.input_value("#fra") == "0,3"
    page.keyboard.press("Enter")
    page.wait_for_url("**/overlap?**")
    assert page.is_checked("#paa-sted") and not page.is_checked("#paa-behov")
    pair = page.locator(".pairs a", has_text="Kom glad i skole – hver dag og Skolefraværsrådgivere")
    follow(page, pair)
    overlap = next(one for one in service.overlaps if {one.a, one.b} == {"Kom glad i skole – hver dag", "Skolefraværsrådgivere"})
    assert page.locator(".fieldlist > div", has_text="Skoler").locator("li").all_inner_texts() == list(overlap.shared["schools"]) == SCHOOLS
    quotes = page.locator(".quote mark").all_inner_texts()
    assert quotes == [quote.text for quote in overlap.quotes] and all(quote in service.documents["praksisoverblik"].text for quote in quotes)
    (told,) = table_of(page, page.locator(".data-links a", has_text="CSV"))
    assert told["schools"] == ", ".join(SCHOOLS) and told["score"] == page.inner_text(".pair-kind .tag >> nth=1").partition("(")[2].rstrip(")").ljust(5, "0")
    follow(page, page.locator("a", has_text="Se, hvad grafen siger om dem begge"))
    shared = [tuple(row.locator("td").all_inner_texts()) for row in page.locator("#resultat ~ .scroll tbody tr").all()]
    assert [name for what, _, name in shared if what.endswith("location")] == SCHOOLS and ("Nørrebro-Bispebjerg" in name for _, _, name in shared)
    page.select_option("#format", "csv")
    with page.expect_download() as download:
        page.locator("#query").press("Control+Enter")
    asked = list(csv.DictReader(download.value.path().read_text(encoding="utf-8-sig").splitlines()))
    assert [row["navn"] for row in asked] == [name for _, _, name in shared]
    follow(page, page.locator("#resultat ~ .scroll tbody a", has_text="holbergskolen"))
    assert page.inner_text("h1") == "Holbergskolen" and {"Kom glad i skole – hver dag", "Skolefraværsrådgivere"} <= set(page.locator("main a").all_inner_texts())


def test_duty_to_be_silent_prints_and_names_the_numbers(page: Page, server_url: str, service: Service) -> None:
    page.goto(server_url)
    page.fill("#q", "En pige på 13 fra Nørrebro bliver slået derhjemme")
    page.keyboard.press("Tab")
    follow(page, page.locator("text=Find svar"))
    _, words = pdf_of(page)
    assert "Inddrag ikke forældrene" in words
    numbers = re.findall(r"\b\d\d \d\d \d\d \d\d\b", words)
    text = service.documents["handlevejledning"].text.replace(" ", "")
    assert len(set(numbers)) > 4 and all(number.replace(" ", "") in text for number in numbers)


def test_names_are_offered_while_one_writes_and_nothing_is_sent(page: Page, server_url: str) -> None:
    page.goto(server_url, wait_until="networkidle")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.locator("#q").press_sequentially("et barn med bekymrende fra")
    offered = page.locator("#forslag button")
    assert offered.first.inner_text() == "bekymrende fravær" and sent == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.input_value("#q") == "et barn med bekymrende fravær " and page.evaluate("document.activeElement.id") == "q"
    page.locator("#q").press_sequentially("på Ama u-st")
    assert offered.first.inner_text() == "U-Start"
    page.keyboard.press("Escape")
    assert offered.count() == 0 and sent == []


def test_citations_are_copied_as_they_are_read(page: Page, server_url: str) -> None:
    page.goto(server_url)
    page.fill("#q", QUESTION)
    follow(page, page.locator("text=Find svar"))
    page.click("text=Kopiér henvisninger")
    assert page.evaluate("navigator.clipboard.readText()") == page.inner_text("#henvisninger")
    assert "Københavns Kommune: Praksisoverblik" in page.inner_text("#henvisninger")


def test_message_about_an_answer_takes_the_question_along_only_by_a_tick(page: Page, server_url: str) -> None:
    page.goto(server_url)
    page.fill("#q", QUESTION)
    follow(page, page.locator("text=Find svar"))
    follow(page, page.locator("text=Er noget forkert i svaret?"))
    assert page.inner_text("h1") == "Er noget forkert?" and QUESTION not in page.url
    assert not page.is_checked("#med") and page.input_value("#bq") == QUESTION
    page.check("#slags-1")
    page.fill("#besked", "Tallet er gammelt.")
    follow(page, page.locator("#send"))
    assert page.inner_text("h1") == "Tak"


def test_theme_is_kept_and_follows_the_system_until_chosen(page: Page, server_url: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(server_url)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 22, 29)"
    page.goto(server_url + "/tema/lys?til=/om")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(244, 246, 248)"
    page.emulate_media(color_scheme="light")
    follow(page, page.get_by_role("link", name="Mørkt tema"))
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 22, 29)" and page.url.endswith("/om")


def test_pictures_of_the_readme_show_the_pages_as_they_are(page: Page, server_url: str, request: pytest.FixtureRequest) -> None:
    """Takes the pictures anew with ``--pictures``, else proves that those in the README are there and of the pages' size."""
    readme = (PICTURES.parent / "README.md").read_text(encoding="utf-8")
    names = re.findall(r"\(docs/([\w-]+\.png)\)", readme)
    assert len(names) == 2
    for name, path in zip(names, ("/", "/indsats/u-start"), strict=True):
        page.goto(server_url + path)
        if path == "/":
            page.fill("#q", "Dreng i 8. klasse på Amager har over 40 procent fravær, og skolen har prøvet alt")
            follow(page, page.locator("text=Find svar"))
            page.evaluate("window.scrollTo(0, document.querySelector('#forstod').offsetTop - 30)")
        else:
            page.evaluate("window.scrollTo(0, document.querySelector('#forbindelser').offsetTop - 30)")
        picture = page.screenshot()
        if request.config.getoption("--pictures"):
            (PICTURES / name).write_bytes(picture)
        stored = (PICTURES / name).read_bytes()
        assert stored[16:24] == picture[16:24] and 20_000 < len(stored) < 300_000  # width and height in the head of a PNG
