"""What importing a spreadsheet would do, as lines of a list; and the imports that were carried out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from chibo_desktop.domain.imports import Judged, Note, Verdict
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services.importing import LineReport
from chibo_desktop.services.imports import Import
from chibo_desktop.ui import import_words
from chibo_desktop.ui.components.chip import ChipLook
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import tr


class Shown(StrEnum):
    """Which lines of a report are shown."""

    ALL = "all"
    STOPPING = "stopping"
    HINTS = "hints"
    CHANGES = "changes"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A line of the file with one thing to know about it, or with nothing; or a note about a whole sheet."""

    sheet: str
    row: int
    judged: Judged | None = None
    note: Note | None = None

    def is_shown(self, shown: Shown) -> bool:
        match shown:
            case Shown.ALL:
                return True
            case Shown.STOPPING:
                return self.note is not None and self.note.stops
            case Shown.HINTS:
                return self.note is not None and not self.note.stops
            case Shown.CHANGES:
                return self.judged is not None and self.judged.verdict in (Verdict.NEW, Verdict.CHANGED)


def lines_of(report: LineReport) -> list[ReportLine]:
    """Notes about sheets first, then line by line as they stand in the file, once for each note."""
    notes: dict[tuple[str, int], list[Note]] = defaultdict(list)
    for note in report.notes:
        notes[note.sheet, note.row].append(note)
    found: list[ReportLine] = []
    for judged in report.judged:
        told = notes.pop((judged.sheet, judged.row), ())
        found += [ReportLine(judged.sheet, judged.row, judged, note) for note in told]
        if not told:
            found.append(ReportLine(judged.sheet, judged.row, judged))
    rest = [ReportLine(note.sheet, note.row, None, note) for told in notes.values() for note in told]
    return [*sorted(rest, key=lambda one: (one.sheet, one.row)), *found]


class ReportRows(RowsModel[ReportLine]):
    """The lines of a report, of which some are shown."""

    def __init__(self) -> None:
        super().__init__(_report_columns(), spoken)
        self._lines: list[ReportLine] = []

    def set_report(self, report: LineReport, shown: Shown) -> None:
        self._lines = lines_of(report)
        self.show_only(shown)

    def show_only(self, shown: Shown) -> None:
        self.set_rows([line for line in self._lines if line.is_shown(shown)])

    def count(self, shown: Shown) -> int:
        return sum(line.is_shown(shown) for line in self._lines)


def _report_columns() -> tuple[Column[ReportLine], ...]:
    return (
        Column(tr("Dòng"), _row, second=lambda line: line.sheet, width=120),
        Column(tr("Tổ chức, người"), _name, second=_changes, look="strong", width=256),
        Column(tr("So với sổ"), chip=_chip, width=136),
        Column(tr("Điều cần biết"), _happened, second=_to_do),
    )


def _row(line: ReportLine) -> str:
    return tr("dòng %1", line.row) if line.row else tr("cả sheet")


def _name(line: ReportLine) -> str:
    if line.judged is not None:
        return line.judged.name or tr("chưa có tên")
    return line.note.column if line.note is not None else ""


def _changes(line: ReportLine) -> str:
    return import_words.verdict(line.judged) if line.judged is not None and line.judged.changes else ""


def _chip(line: ReportLine) -> ChipLook | None:
    if line.note is not None and line.note.stops:
        return ChipLook(tr("Phải sửa"), "err", Icon.OCTAGON)
    if line.judged is None:
        return None
    return {
        Verdict.NEW: ChipLook(tr("Mới"), "info", Icon.PLUS),
        Verdict.CHANGED: ChipLook(tr("Thay đổi"), "plum", Icon.PEN),
        Verdict.SAME: ChipLook(tr("Như cũ"), "neutral", Icon.CHECK),
        Verdict.REFUSED: ChipLook(tr("Phải sửa"), "err", Icon.OCTAGON),
    }[line.judged.verdict]


def _happened(line: ReportLine) -> str:
    if line.note is None:
        return ""
    told = import_words.happened(line.note)
    return tr("%1: %2", line.note.column, told) if line.note.column and line.judged is not None else told


def whole(line: ReportLine) -> str:
    """What is to be known of a line, however long, and what to do."""
    return " ".join(part for part in (_happened(line), _to_do(line)) if part)


def _to_do(line: ReportLine) -> str:
    return import_words.what_to_do(line.note) if line.note is not None else ""


def spoken(line: ReportLine) -> str:
    """A line as one sentence."""
    chip = _chip(line)
    parts = (_row(line), _name(line), chip.word if chip else "", _changes(line), _happened(line), _to_do(line))
    return ", ".join(part.rstrip(".") for part in parts if part)


# imports that were carried out


class ImportRows(RowsModel[Import]):
    """Every import, the last first."""

    def __init__(self) -> None:
        super().__init__(_import_columns(), spoken_import)

    def show(self, imports: Iterable[Import]) -> None:
        self.set_rows(list(imports))


def _import_columns() -> tuple[Column[Import], ...]:
    return (
        Column(tr("Tệp"), lambda one: one.source or tr("không có tên"), second=_basis, look="strong"),
        Column(tr("Nhập lúc"), _day, second=_time, width=152),
        Column(tr("Nội dung"), _organisations, second=_rosters, width=200),
        Column(tr("Trạng thái"), chip=_standing, width=152),
    )


def _basis(one: Import) -> str:
    day = tr("từ ngày %1", short_date(one.on)) if one.on else ""
    return ", ".join(part for part in (one.decision, day) if part)


def _day(one: Import) -> str:
    return short_date(one.at.astimezone().date())


def _time(one: Import) -> str:
    return f"{one.at.astimezone():%H:%M:%S}"


def _organisations(one: Import) -> str:
    return tr("%1 tổ chức", padded(one.organisations))


def _rosters(one: Import) -> str:
    return tr("%1 danh sách chi bộ", padded(one.rosters)) if one.rosters else ""


def _standing(one: Import) -> ChipLook:
    if one.undone is not None:
        return ChipLook(tr("Đã hoàn tác"), "neutral", Icon.UNDO)
    return ChipLook(tr("Trong sổ"), "ok", Icon.CHECK_CIRCLE)


def spoken_import(one: Import) -> str:
    """An import as one sentence."""
    parts = (one.source, _basis(one), _day(one), _organisations(one), _rosters(one), _standing(one).word)
    return ", ".join(part for part in parts if part)
