"""What people come for, driven from end to end in a browser: asking, narrowing, reading the source, printing, writing to the editor."""

from __future__ import annotations

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
PICTURES = Path(__file__).parent.parent / "docs"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page that may use the clipboard."""
    context = browser.new_context(viewport={"width": 1180, "height": 900}, permissions=["clipboard-read", "clipboard-write"])
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def follow(page: Page, target: Locator) -> None:
    """Click on what leads to another page, and wait until that is loaded."""
    with page.expect_navigation(wait_until="load"):
        target.click()


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
