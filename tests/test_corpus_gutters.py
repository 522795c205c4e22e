"""Tables without rules: found whatever they hold, and never where two columns of prose stand side by side."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.formats.pdf_gutters import GutterTable, gutter_tables, labelled_rows
from corpus.formats.pdf_lines import Line

SIZE, PITCH, LETTER = 11.0, 13.0, 5.0
LEFT, RIGHT = 60.0, 300.0


def line(text: str, x: float, y: float, bullet: str = "") -> Line:
    return Line(text, x, x + LETTER * len(text), y, y + SIZE, SIZE, bullet=bullet)


def said(table: GutterTable) -> list[list[str]]:
    return [[" ".join(one.text for one in cell) for cell in row] for row in table.rows]


def laid_out(rows: list[tuple[list[str], list[str]]], top: float = 800, gap: float = 8) -> list[Line]:
    """Rows of two cells, each cell its lines, at the top of their row."""
    lines, y = [], top
    for cells in rows:
        for x, cell in zip((LEFT, RIGHT), cells):
            lines += [line(text, x, y - PITCH * at) for at, text in enumerate(cell)]
        y -= PITCH * max(map(len, cells)) + gap
    return lines


words = st.text("abcdefghij", min_size=2, max_size=12)
cell = st.lists(words.map(lambda word: f"{word} {word}"), min_size=1, max_size=3)
rows = st.lists(st.tuples(cell, cell), min_size=2, max_size=8)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(rows, st.randoms(use_true_random=False))
def test_rows_come_back_as_they_were_laid_out(laid: list[tuple[list[str], list[str]]], chance: object) -> None:
    lines = laid_out(laid)
    chance.shuffle(lines)  # type: ignore[attr-defined]
    (table,) = gutter_tables(lines)
    assert said(table) == [[" ".join(left), " ".join(right)] for left, right in laid]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.builds(line, st.text(min_size=1, max_size=60), st.floats(0, 500), st.floats(0, 800), st.sampled_from(["", "•"])), max_size=40))
@example([])
def test_no_line_is_lost_or_doubled(lines: list[Line]) -> None:
    held = [id(one) for table in gutter_tables(lines) for row in table.rows for held in row for one in held]
    assert len(held) == len(set(held)) and set(held) <= {id(one) for one in lines}


def test_two_columns_of_prose_are_no_table() -> None:
    full = "et barn der trives har venner i sin klasse"
    prose = [([full] * 12, [full] * 12), ([full] * 9, [full] * 9)]
    assert gutter_tables(laid_out(prose)) == []


def test_list_of_contents_is_no_table() -> None:
    contents = [([f"Kapitel {number} om trivsel"], [str(number)]) for number in range(2, 9)]
    assert gutter_tables(laid_out(contents)) == []


def test_header_heads_two_lists_that_stand_on_other_heights() -> None:
    left = [line(f"risiko {number}", LEFT + 36, 780 - 26 * number, "•") for number in range(8)]
    right = [line(f"tegn {number}", RIGHT + 36, 774 - 26 * number, "•") for number in range(8)]
    (table,) = gutter_tables([line("Hos barnet", LEFT, 800), line("Hos forældrene", RIGHT, 800), *left, *right])
    assert [len(row[0]) for row in table.rows] == [1, 8] and said(table)[0] == ["Hos barnet", "Hos forældrene"]


def test_label_in_the_middle_of_its_text() -> None:
    """As LibreOffice lays out a row whose label is centred; the text has a paragraph of its own above and below the label."""
    texts = [[line("Indsatsen er for elever i alle klasser", 140, 800 - PITCH * at) for at in range(2)]]
    texts.append([line("Den tilbydes i hele byen", 140, 750 - PITCH * at) for at in range(2)])
    texts.append([line("Forløbet varer tolv uger", 140, 700)])
    labels = [[line("Målgruppe", 60, 768)], [line("Længde", 60, 700)]]
    found = labelled_rows(labels, texts)
    assert [[one.text for one in row[0]] for row in found] == [["Målgruppe"], ["Længde"]] and [len(row[1]) for row in found] == [4, 1]


def test_table_goes_on_over_the_page_break() -> None:
    (first,) = gutter_tables(laid_out([(["Hos barnet"], ["Hos forældrene"]), (["sover lidt hver nat"], ["drikker hver dag"])]))
    below = [line("og om natten", RIGHT, 800), line("slutning på siden", RIGHT, 800 - PITCH)]
    assert gutter_tables(below) == []
    (rest,) = gutter_tables(below, first)
    assert said(rest) == [["", "og om natten slutning på siden"]] and rest.edges == first.edges
