"""A report in the printed form (Hướng dẫn 05-HD/VPTW, 27/5/2026): BÁO CÁO with its tables, charts and signatures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib.colors import Color, black

from chibo_desktop.documents.faces import Cases, Cut
from chibo_desktop.documents.fonts import FontFamily
from chibo_desktop.documents.letterhead import HeadText, Letterhead
from chibo_desktop.documents.lines import one_line
from chibo_desktop.documents.pages import Row, draw_pages, rows_of
from chibo_desktop.documents.paragraphs import Align, Paragraph, bold, italic, plain
from chibo_desktop.documents.profiles import PrintProfile
from chibo_desktop.documents.ruled_rows import RuledTable, ruled_rows
from chibo_desktop.documents.sheets import Sheets, frame_of
from chibo_desktop.documents.signatures import Recipients, SignatureBlocks

TITLE = "BÁO CÁO"
_ABOVE_TITLE, _ABOVE_BODY, _ABOVE_APPENDIX = 14.0, 10.0, 30.0
APPENDIX = "Phụ lục"
_TABLE_SIZE = 11.5
_CHART_HEIGHT = 150.0
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_INKS = (Color(0.25, 0.25, 0.25), Color(0.55, 0.55, 0.55), Color(0.8, 0.8, 0.8), Color(0.93, 0.93, 0.93))


@dataclass(frozen=True, slots=True)
class Series:
    """Bars of one name: a number for each label of the chart."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars that stand on each other, their sum written above; ``words`` say the same for whoever cannot see them."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading, then paragraphs, then a table or a chart with a line of notes."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    table: RuledTable | None = None
    chart: Chart | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportText:
    """What the report says. ``authority``: lines above the name of whoever signs, such as ``T/M BAN THƯỜNG VỤ``."""

    head: HeadText
    subject: str
    chapters: tuple[Chapter, ...]
    authority: str = ""
    signer: str = ""
    recipients: tuple[str, ...] = ()
    author: str = ""
    appendix: tuple[Chapter, ...] = ()
    """Long lists, after the signature."""


def build_report(text: ReportText, profile: PrintProfile, fonts: FontFamily) -> bytes:
    """The report as PDF, the same bytes for the same text. Raises ``Fault`` FONT_UNREADABLE."""
    cases = Cases(fonts)
    sheets = Sheets(profile, cases, is_duplex=False)
    sheets.describe(f"{TITLE} {text.subject}", text.author)
    draw_pages(_rows(text, profile, cases), sheets)
    return sheets.finish()


def _rows(text: ReportText, profile: PrintProfile, cases: Cases) -> Sequence[Row]:
    width, sizes = frame_of(profile, 1, False).width, profile.sizes
    rows: list[Row] = [Letterhead(text.head, sizes, cases, width)]
    for place, (words, size) in enumerate(((TITLE, sizes.type_name), (text.subject, sizes.subject), ("-----", 12.0))):
        told = rows_of(Paragraph((bold(words),), Align.CENTRED, stays_with_next=True, size=size), profile, cases, width)
        told[0].gap = 2.0 if place else _ABOVE_TITLE
        rows += told
    for place, chapter in enumerate(text.chapters):
        told_rows = list(_chapter(chapter, _ROMAN[place % len(_ROMAN)], profile, cases))
        if not place:
            told_rows[0].gap = _ABOVE_BODY
        rows += told_rows
    rows.append(SignatureBlocks((("", ""), (text.authority, text.signer)), sizes, cases, width))
    if text.recipients:
        rows.append(Recipients(text.recipients, sizes, cases, width))
    for place, chapter in enumerate(text.appendix):
        told_rows = list(_chapter(chapter, f"{APPENDIX} {place + 1}", profile, cases))
        told_rows[0].gap = _ABOVE_APPENDIX
        rows += told_rows
    return rows


def _chapter(chapter: Chapter, numeral: str, profile: PrintProfile, cases: Cases) -> Iterator[Row]:
    width = frame_of(profile, 1, False).width
    heading = Paragraph((bold(f"{numeral}. {chapter.heading}"),), is_indented=False, stays_with_next=True)
    yield from rows_of(heading, profile, cases, width)
    for words in chapter.paragraphs:
        yield from rows_of(plain(words), profile, cases, width)
    if chapter.table is not None:
        yield from ruled_rows(chapter.table, cases, width, _TABLE_SIZE)
    if chapter.chart is not None:
        yield ChartRow(chapter.chart, cases, width)
    small = replace(profile, sizes=replace(profile.sizes, body=12.0))
    for words in chapter.notes:
        yield from rows_of(Paragraph((italic(words),), is_indented=False), small, cases, width)


class ChartRow:
    """A chart as one row. Its letters are those of the document; what it shows is told in words below it."""

    gap = 10.0
    stretch = 0.0
    stays = True
    is_pinned = False
    extent = _CHART_HEIGHT

    def __init__(self, chart: Chart, cases: Cases, width: float) -> None:
        self._drawing = _drawing(chart, cases, width)

    def draw(self, sheets: Sheets, top: float) -> None:
        sheets.picture(lambda canvas: renderPDF.draw(self._drawing, canvas, sheets.frame.left, top - self.extent))


def _drawing(chart: Chart, cases: Cases, width: float) -> Drawing:
    drawing = Drawing(width, _CHART_HEIGHT)
    face = cases.face(Cut.REGULAR).key
    sums = [sum(one.values[place] for one in chart.series) for place in range(len(chart.labels))]
    unit = (_CHART_HEIGHT - 52) / max(1, *sums, 1)
    step = width / max(1, len(chart.labels))
    for place, (label, total) in enumerate(zip(chart.labels, sums, strict=True)):
        x, y = place * step + step * 0.22, 34.0
        for number, one in enumerate(chart.series):
            height = one.values[place] * unit
            ink = _INKS[number % len(_INKS)]
            drawing.add(_bar(x, y, step * 0.56, height, ink))
            y += height
        middle = x + step * 0.28
        drawing.add(String(middle, y + 3, f"{total}", fontName=face, fontSize=10, textAnchor="middle"))
        drawing.add(String(middle, 22, label, fontName=face, fontSize=10, textAnchor="middle"))
    drawing.add(_bar(0, 33.75, width, 0.5, black))
    at = 0.0
    for number, one in enumerate(chart.series):
        drawing.add(_bar(at, 4, 9, 9, _INKS[number % len(_INKS)]))
        drawing.add(String(at + 13, 5, one.name, fontName=face, fontSize=10))
        at += 30 + one_line(cases, one.name, Cut.REGULAR, 10).width
    return drawing


def _bar(x: float, y: float, width: float, height: float, ink: Color) -> Rect:
    bar = Rect(x, y, width, height)
    bar.fillColor, bar.strokeColor, bar.strokeWidth = ink, black, 0.3
    return bar
