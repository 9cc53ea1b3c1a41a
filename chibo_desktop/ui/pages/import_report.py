"""What a spreadsheet would do, line by line: which lines are shown, how many must be mended, and one of them whole."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.wording import padded
from chibo_desktop.services.importing import LineReport
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.pages.import_rows import ReportRows, Shown, whole
from chibo_desktop.ui.speech import tr


class ReportPanel(QWidget):
    """The lines of a report. ``acts`` stand below them."""

    def __init__(self, *acts: QWidget) -> None:
        super().__init__()
        self.shown = Segmented(_segments(), Shown.ALL, small=True)
        self.shown.setAccessibleName(tr("Các dòng được xem"))
        self.counts = Label("", "second", wrap=True)
        self.rows = ReportRows()
        self.table = Table(self.rows, tr("Từng dòng của tệp"), fits=False, two_lines=True)
        self.whole = Label("", "second", wrap=True)
        self.shown.chosen.connect(lambda shown: self.rows.show_only(Shown(str(shown))))
        self.table.row_chosen.connect(lambda line: self._tell(whole(line) if line is not None else ""))
        column = space.column(self, gap=tokens.S12)
        line = space.row(gap=tokens.S12)
        line.addWidget(self.shown)
        line.addWidget(self.counts, 1)
        column.addLayout(line)
        column.addWidget(TableCard(self.table, foot(self.whole, *acts)), 1)

    def show_report(self, report: LineReport, ended: str) -> None:
        """Its lines, those first that stop it; ``ended``: what would come of it."""
        shown = Shown.STOPPING if report.stopping else Shown.ALL
        self.rows.set_report(report, shown)
        self._tell("")
        self.shown.set_value(shown)
        told = tr(
            "%1 phải sửa, %2 nên xem", padded(self.rows.count(Shown.STOPPING)), padded(self.rows.count(Shown.HINTS))
        )
        self.counts.setText(". ".join((told, ended)))

    def _tell(self, words: str) -> None:
        """What is to be known of the line that is chosen, however long."""
        self.whole.setText(words)
        self.whole.setVisible(bool(words))


def foot(*widgets: QWidget) -> QWidget:
    """What stands below a table: words in their whole width, buttons beside each other."""
    place = QWidget()
    column = space.column(place, (tokens.S16, tokens.S8), tokens.S8)
    for widget in widgets:
        stays = widget if isinstance(widget, Label) else Flow(widget, gap=tokens.S12, centred=False)
        column.addWidget(stays)
    return place


def _segments() -> list[tuple[object, str]]:
    return [
        (Shown.ALL, tr("Tất cả")),
        (Shown.STOPPING, tr("Phải sửa")),
        (Shown.HINTS, tr("Nên xem")),
        (Shown.CHANGES, tr("Mới, thay đổi")),
    ]
