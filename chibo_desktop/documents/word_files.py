"""A report as a Word file that an office goes on writing in: the same text and tables as on paper, real headings.

Text from outside is put in as text: no field, link or mark-up is ever made of it.
"""

import datetime as dt
import io
from collections.abc import Iterable

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt
from docx.table import Table, _Cell  # pyright: ignore[reportPrivateUsage] - the type that rows consist of

from chibo_desktop.documents.letterhead import PARTY_NAME
from chibo_desktop.documents.profiles import PrintProfile
from chibo_desktop.documents.report_paper import APPENDIX, TITLE, Chapter, ReportText
from chibo_desktop.documents.ruled_rows import RuledTable
from chibo_desktop.domain.text import clean_text

_FACE = "Times New Roman"
_SMALL = 12
_MADE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def build_word_file(text: ReportText, profile: PrintProfile) -> bytes:
    """The report as .docx: margins and sizes of the profile, the head of each table repeated on every page."""
    word = Document()
    _set_up(word, text, profile)
    _head(word, text, profile)
    for place, chapter in enumerate(text.chapters):
        _chapter(word, chapter, _ROMAN[place % len(_ROMAN)])
    _close(word, text)
    for place, chapter in enumerate(text.appendix):
        _chapter(word, chapter, f"{APPENDIX} {place + 1}")
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _set_up(word: WordDocument, text: ReportText, profile: PrintProfile) -> None:
    section, margins = word.sections[0], profile.margins
    section.page_width, section.page_height = Mm(profile.paper_mm[0]), Mm(profile.paper_mm[1])
    section.top_margin, section.bottom_margin = Mm(margins.top), Mm(margins.bottom)
    section.left_margin, section.right_margin = Mm(margins.left), Mm(margins.right)
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = _FACE, Pt(profile.sizes.body)  # pyright: ignore[reportAttributeAccessIssue] - a style of paragraphs has a font
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FACE)  # pyright: ignore[reportAttributeAccessIssue] - as above
    properties = word.core_properties
    properties.author, properties.title, properties.created = text.author, f"{TITLE} {text.subject}", _MADE
    properties.modified, properties.last_modified_by = _MADE, text.author


def _head(word: WordDocument, text: ReportText, profile: PrintProfile) -> None:
    table = word.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    _lines(
        left,
        (
            (text.head.superior.upper(), False),
            (text.head.issuer.upper(), True),
            ("*", False),
            (text.head.number, False),
        ),
    )
    _lines(right, ((PARTY_NAME, True), (text.head.place_date, False)))
    sizes = profile.sizes
    for words, size in ((TITLE, sizes.type_name), (text.subject, sizes.subject), ("-----", _SMALL)):
        run = word.add_paragraph().add_run(clean_text(words))
        run.bold, run.font.size = True, Pt(size)
        word.paragraphs[-1].alignment = ALIGN.CENTER


def _lines(cell: _Cell, lines: Iterable[tuple[str, bool]]) -> None:
    """Centred lines of a cell; empty ones take no room."""
    told = [(words, is_bold) for words, is_bold in lines if words]
    for place, (words, is_bold) in enumerate(told):
        paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
        paragraph.alignment = ALIGN.CENTER
        paragraph.add_run(clean_text(words)).bold = is_bold


def _chapter(word: WordDocument, chapter: Chapter, numeral: str) -> None:
    heading = word.add_paragraph().add_run(clean_text(f"{numeral}. {chapter.heading}"))
    heading.bold = True
    word.paragraphs[-1].paragraph_format.keep_with_next = True
    for words in chapter.paragraphs:
        for line in clean_text(words).split("\n"):
            paragraph = word.add_paragraph(line)
            paragraph.alignment = ALIGN.JUSTIFY
            paragraph.paragraph_format.first_line_indent = Mm(10)
    if chapter.table is not None:
        _table(word, chapter.table)
    notes = (*((chapter.chart.words,) if chapter.chart is not None else ()), *chapter.notes)
    for words in notes:
        run = word.add_paragraph().add_run(clean_text(words))
        run.italic, run.font.size = True, Pt(_SMALL)


def _table(word: WordDocument, told: RuledTable) -> None:
    table = word.add_table(rows=1 + len(told.rows), cols=len(told.head))
    table.style = "Table Grid"
    _repeat_head(table)
    # one look at the cells of the whole table: asking row by row is quadratic
    cells = table._cells  # pyright: ignore[reportPrivateUsage]
    for row, values in enumerate((told.head, *told.rows)):
        for column, value in enumerate(values):
            paragraph = cells[row * len(told.head) + column].paragraphs[0]
            run = paragraph.add_run(clean_text(value))
            run.font.size, run.bold = Pt(_SMALL), row == 0 or row - 1 in told.bold
            if row == 0:
                paragraph.alignment = ALIGN.CENTER
            elif column in told.numbers:
                paragraph.alignment = ALIGN.RIGHT


def _repeat_head(table: Table) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)  # pyright: ignore[reportPrivateUsage]


def _close(word: WordDocument, text: ReportText) -> None:
    table = word.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    _lines(right, ((text.authority.upper(), True), ("", False), (text.signer, True)))
    if text.recipients:
        last = len(text.recipients) - 1
        left.paragraphs[0].add_run("Nơi nhận:").underline = True
        for place, name in enumerate(text.recipients):
            run = left.add_paragraph().add_run(clean_text(f"- {name}{'.' if place == last else ';'}"))
            run.font.size = Pt(_SMALL)
