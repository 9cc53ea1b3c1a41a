"""The half-year report of 2023, to the digit, equal on screen, on paper, in spreadsheets, in Word and as JSON."""

import csv
import dataclasses
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from pypdf import PdfReader

from chibo_desktop.app.commands_reports import report_data
from chibo_desktop.domain.figures import Measure
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.reports import Asked, Report, TextPart
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import reports
from chibo_desktop.ui import report_papers
from chibo_desktop.ui.report_words import half_year_table, period_words, tables_of
from tests.building import half_year
from tests.building.exchange_town import Town

PUBLISHED = {
    Tier.PROVINCE: {
        "attended": 68,
        "grassroots": 2,
        "subordinate": 66,
        "committee": 25,
        "thematic": 6,
        "most": 10,
        "least": 3,
    },
    Tier.DISTRICT: {
        "attended": 596,
        "grassroots": 113,
        "subordinate": 483,
        "committee": 199,
        "thematic": 101,
        "least": 8,
        "most_body": 128,
    },
}
ISSUER = "Văn phòng Tỉnh ủy Bắc Kạn"
HOSTILE = '=HYPERLINK("http://x")<b>&amp; {\\field}'


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Report]:
    town = Town(tmp_path_factory.mktemp("province"))
    clerk = town.office(ISSUER)
    visits = half_year.recorded(clerk)
    asked = Asked(half_year.FIRST, half_year.LAST)
    reports.write_texts(clerk, asked, {TextPart.STRENGTHS: "Các tổ đi đúng kế hoạch.", TextPart.LIMITS: HOSTILE})
    made, told = reports.make(clerk, asked)
    for tier, wanted in PUBLISHED.items():
        independent = half_year.counted(visits, tier)
        assert {name: independent[name] for name in wanted} == wanted
        for measure in Measure:
            assert len(told.behind(measure, tier)) == made.figures.of(tier).counts[measure].visits
    yield made
    town.close()


def test_the_figures_are_those_that_were_published(report: Report) -> None:
    for tier, wanted in PUBLISHED.items():
        found = report.figures.of(tier)
        for name in ("attended", "grassroots", "subordinate", "committee", "thematic"):
            assert found.counts[Measure(name)].visits == wanted[name]
        assert found.counts[Measure.ATTENDED].cells == wanted["attended"], "each visit of the sample is to another cell"
        assert found.groups.least_visits is not None
        assert (found.groups.least_visits.count, len(found.groups.least_visits.who)) == (wanted["least"], 1)
    most_group, most_body = (
        report.figures.of(Tier.PROVINCE).groups.most_visits,
        report.figures.of(Tier.DISTRICT).bodies.most_visits,
    )
    assert most_group is not None
    assert most_body is not None
    assert (most_group.count, len(most_group.who)) == (10, 1)
    assert (most_body.count, len(most_body.who)) == (128, 1)
    assert period_words(report.asked) == "6 tháng đầu năm 2023"


def plain(value: Any) -> str:
    """A cell as the printed form writes it."""
    return padded(value) if isinstance(value, int) else str(value)


def test_the_pdf_holds_every_cell_of_every_table(report: Report, tmp_path: Path) -> None:
    data = report_papers.as_pdf(report, ISSUER)
    assert data == report_papers.as_pdf(report, ISSUER)
    (tmp_path / "bc.pdf").write_bytes(data)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    text = " ".join(" ".join(pages).split())
    for words in (
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "BÁO CÁO",
        ISSUER.upper(),
        "THỦ TRƯỞNG CƠ QUAN",
        "Nơi nhận:",
        "6 tháng đầu năm 2023",
    ):
        assert words in text
    squeezed = text.replace(" ", "")
    for table in tables_of(report):
        for row in table.rows:
            for value in row:
                assert plain(value).replace(" ", "") in squeezed
    assert HOSTILE.replace(" ", "") in squeezed
    missed = next(page for page in pages if "chưa được dự trong kỳ" in page)
    after = pages[pages.index(missed) + 1]
    assert after.split("\n")[1].startswith("TT"), "the head of a long table stands on its next page again"


def test_word_excel_and_csv_hold_the_same_cells(report: Report) -> None:
    word = Document(io.BytesIO(report_papers.as_docx(report, ISSUER)))
    in_word = [
        [[cell.text for cell in row.cells] for row in table.rows] for table in word.tables if len(table.rows) > 1
    ]
    book = openpyxl.load_workbook(io.BytesIO(report_papers.as_xlsx(report, ISSUER)))
    lines = list(csv.reader(io.StringIO(report_papers.as_csv(report).decode("utf-8-sig"))))
    tables = list(tables_of(report))
    assert len(in_word) == len(book.worksheets) == len(tables)
    for table, worded, sheet in zip(tables, in_word, book.worksheets, strict=True):
        assert worded == [list(table.head), *([*map(plain, row)] for row in table.rows)]
        cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=sheet.max_row - len(table.rows) + 1)]
        assert cells == [[value if value != "" else None for value in row] for row in table.rows]
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        mine = [line for line in lines if line[0] == table.title]
        pairs = ((row, pair) for row in table.rows for pair in zip(table.head[1:], row[1:], strict=True))
        assert mine == [[table.title, str(row[0]), head, str(value)] for row, (head, value) in pairs]
    assert any(paragraph.text == HOSTILE for paragraph in word.paragraphs)


def test_the_json_says_what_the_table_says(report: Report) -> None:
    data = report_data(report)
    table = half_year_table(report)
    (province, district) = data["tiers"]  # type: ignore[misc]
    assert table.rows[0][1:] == (
        province["counts"]["attended"]["visits"], province["counts"]["attended"]["cells"],
        district["counts"]["attended"]["visits"], district["counts"]["attended"]["cells"],
    )  # fmt: skip


def test_the_word_file_has_no_field_and_no_link(report: Report) -> None:
    files = zipfile.ZipFile(io.BytesIO(report_papers.as_docx(report, ISSUER)))
    xml = files.read("word/document.xml").decode()
    assert "w:hyperlink" not in xml
    assert "w:fldSimple" not in xml
    assert "w:tblHeader" in xml


def test_a_report_without_anything_is_still_a_report(report: Report) -> None:
    empty = dataclasses.replace(
        report, figures=dataclasses.replace(report.figures, months=()), groups=(), bodies=(), texts=None
    )
    assert report_papers.as_pdf(empty, ISSUER).startswith(b"%PDF")
    assert report_papers.as_docx(empty, ISSUER)
    assert report_papers.as_xlsx(empty, ISSUER)
    assert report_papers.as_csv(empty)
