"""A report as a file: PDF in the printed form, Word, Excel, CSV; all hold the tables of ``report_words``."""

from __future__ import annotations

from typing import Final

from chibo_desktop.domain.reports import Report, TextPart
from chibo_desktop.domain.wording import long_date, padded
from chibo_desktop.services import tables
from chibo_desktop.services.tables import (
    Chapter,
    Chart,
    Column,
    HeadText,
    Kind,
    ReportText,
    RuledTable,
    Series,
    Sheet,
)
from chibo_desktop.ui.report_words import (
    ReportTable,
    Value,
    as_of_words,
    chart_of,
    period_words,
    tables_of,
    text_heading,
)

_SUBJECT: Final = "Kết quả dự sinh hoạt chi bộ {}"
_CSV_HEAD: Final = ("Bảng", "Dòng", "Cột", "Giá trị")
_WIDE: Final = 40
_APPENDED: Final = frozenset({"missed"})


def as_pdf(report: Report, issuer: str, recipients: tuple[str, ...] = ()) -> bytes:
    """The report on paper. Raises ``Fault`` FONT_MISSING."""
    return tables.report_file(_text(report, issuer, recipients))


def as_docx(report: Report, issuer: str, recipients: tuple[str, ...] = ()) -> bytes:
    """The report for going on writing in."""
    return tables.word_file(_text(report, issuer, recipients))


def as_xlsx(report: Report, issuer: str) -> bytes:
    """A sheet for each table, numbers as numbers."""
    note = f"{issuer}; {period_words(report.asked)}; {as_of_words(report.asked.as_of)}"
    sheets = [Sheet(one.title, _columns(one), one.rows, one.title, note) for one in tables_of(report)]
    return tables.xlsx_file(sheets, issuer)


def as_csv(report: Report) -> bytes:
    """Every cell as a line: table, row, column, value."""
    lines = (
        (one.title, _plain(row[0]), head, _plain(value))
        for one in tables_of(report)
        for row in one.rows
        for head, value in zip(one.head[1:], row[1:], strict=True)
    )
    return tables.csv_file(_CSV_HEAD, lines)


def _text(report: Report, issuer: str, recipients: tuple[str, ...]) -> ReportText:
    day = report.made_at.astimezone().date()
    head = HeadText("", issuer, "Số ....-BC/....", long_date(day))
    subject = _SUBJECT.format(period_words(report.asked))
    to = (*recipients, "Lưu văn phòng")
    return ReportText(head, subject, _chapters(report), "Thủ trưởng cơ quan", "", to, issuer, _appendix(report))


def _chapters(report: Report) -> tuple[Chapter, ...]:
    texts = report.texts or {}
    found: list[Chapter] = []
    for place, one in enumerate(table for table in tables_of(report) if table.key not in _APPENDED):
        said = (_opening(report),) if not place else ()
        found.append(Chapter(one.title, said, _ruled(one), None, one.notes))
        if not place:
            found += _chart(report)
    found += [Chapter(text_heading(part), tuple(texts[part].split("\n"))) for part in TextPart if texts.get(part)]
    return tuple(found)


def _appendix(report: Report) -> tuple[Chapter, ...]:
    return tuple(Chapter(one.title, (), _ruled(one)) for one in tables_of(report) if one.key in _APPENDED)


def _opening(report: Report) -> str:
    counted, day = as_of_words(report.asked.as_of).lower(), long_date(report.made_at.astimezone().date())
    return f"Số liệu {period_words(report.asked)}, {counted}, lập {day}, gồm {padded(report.visits)} buổi dự."


def _chart(report: Report) -> list[Chapter]:
    months, series = chart_of(report)
    if not series:
        return []
    labels = tuple(f"{int(month[5:])}/{month[2:4]}" for month in months)
    words = "; ".join(f"{name}: {', '.join(map(str, values))}" for name, values in series)
    bars = tuple(Series(name, values) for name, values in series)
    return [Chapter("Biểu đồ số lượt dự theo tháng", (), None, Chart(labels, bars, f"Theo tháng, {words}."))]


def _ruled(table: ReportTable) -> RuledTable:
    rows = tuple(tuple(map(_words, row)) for row in table.rows)
    return RuledTable(table.head, rows, table.shares, _numbers(table), table.bold)


def _numbers(table: ReportTable) -> frozenset[int]:
    """Columns of numbers alone."""
    return frozenset(
        place for place in range(len(table.head)) if any(isinstance(row[place], int) for row in table.rows)
    )


def _columns(table: ReportTable) -> tuple[Column, ...]:
    numbers = _numbers(table)
    return tuple(
        Column(head, 14 if place else _WIDE, Kind.NUMBER if place in numbers else Kind.TEXT)
        for place, head in enumerate(table.head)
    )


def _words(value: Value) -> str:
    """A number as the printed form writes it."""
    return padded(value) if isinstance(value, int) else value


def _plain(value: Value) -> str:
    return str(value)
