"""Papers with tables and fields: what stands in a cell is words, and a bar is as long as its number."""

from __future__ import annotations

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from mail import markdown, papers
from mail.render import line

MEMO = """# Update

**Meeting date:** ____________________

**Policy:** KQ \\| sponsorships

### Students

<!-- bars 2: Bars of the students; the number stands beside each. -->
| Month | Students | Missing |
|:---|---:|---:|
| October | 1,200 | 0 |
| November | not recorded | 2 |
| December | 600 | 1 |

Signed here:

____________________
"""


def test_a_memo_is_read_into_fields_tables_and_places_to_fill_in() -> None:
    blocks = list(markdown.blocks(MEMO))

    assert [each["kind"] for each in blocks] == ["title", "field", "field", "subheading", "table", "paragraph", "blank"]
    assert (blocks[1]["label"], blocks[1]["blank"], blocks[1]["text"]) == ("Meeting date:", True, "")
    assert blocks[2]["text"] == "KQ | sponsorships"
    table = blocks[4]
    assert table["head"] == ["Month", "Students", "Missing"]
    assert table["rows"][1] == ["November", "not recorded", "2"]
    assert (table["bars"], table["shares"], table["right"]) == (1, [1.0, 0, 0.5], [False, True, True])


def test_a_table_keeps_its_numbers_for_those_who_cannot_see_bars() -> None:
    reader = PdfReader(BytesIO(papers.rich_pdf(MEMO, footer="As of June 30, 2027")))
    said = " ".join(reader.pages[0].extract_text().split())

    assert "October 1,200 0 November not recorded 2" in said
    assert "/StructTreeRoot" in reader.root_object
    assert "bars" not in said


def test_the_same_memo_gives_the_same_bytes() -> None:
    assert papers.rich_pdf(MEMO, footer="x") == papers.rich_pdf(MEMO, footer="x")


def test_a_shaded_word_is_still_that_word() -> None:
    (table,) = markdown.blocks("<!-- shaded none -->\n| School | Arts |\n|:---|---:|\n| Lincoln | none |\n")

    assert (table["shaded"], table["rows"]) == ("none", [["Lincoln", "none"]])


@given(st.text(max_size=60))
def test_no_words_of_a_cell_are_taken_for_markdown(words: str) -> None:
    said = markdown.cell(words)

    (table,) = markdown.blocks(f"| Name | n |\n|:---|---:|\n| x {said} | 1 |\n")

    assert "\n" not in said
    assert len(table["rows"]) == 1
    assert table["rows"][0][1] == "1"
    assert table["rows"][0][0].split() == ["x", *line(words).split()]
