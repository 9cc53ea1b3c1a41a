"""The offices below, in Danh mục › Máy: whose machine speaks for them, until when, and what came through them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.text import fold
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services.subordinates import SubordinateRow
from chibo_desktop.ui import quantities, space, tokens
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.speech import tr


class LowerOffices(QWidget):
    """A heading and one line per office; hidden while there are none."""

    def __init__(self) -> None:
        super().__init__()
        self.table = Table(offices_model(), tr("Văn phòng cấp dưới"))
        column = space.column(self, gap=tokens.S8)
        column.addWidget(Label(tr("Văn phòng cấp dưới"), "heading"))
        column.addWidget(TableCard(self.table))
        self.hide()

    def show_rows(self, rows: tuple[SubordinateRow, ...]) -> None:
        """Show the offices that report here."""
        self.table.rows_model.set_rows(rows)
        self.setVisible(bool(rows))


def offices_model() -> RowsModel[SubordinateRow]:
    """One line per office."""
    columns: list[Column[SubordinateRow]] = [
        Column(tr("Văn phòng"), lambda row: row.name, second=_through, sort=lambda row: fold(row.name)),
        Column(tr("Máy"), lambda row: row.machine, second=lambda row: row.person, width=180, look="body"),
        Column(tr("Đến ngày"), lambda row: short_date(row.until), width=112, sort=lambda row: row.until),
        Column(tr("Gói gần nhất"), _last, second=_held, width=186, look="body"),
    ]
    return RowsModel(columns, _spoken)


def _through(row: SubordinateRow) -> str:
    """How it reports here, and what its own card says."""
    weak = tr("thẻ do một khóa ký") if row.weak else ""
    through = tr("qua %1", row.through) if row.through else ""
    machines = tr("%1 máy", padded(row.devices)) if row.devices else ""
    return "  ·  ".join(part for part in (through, machines, weak) if part)


def _last(row: SubordinateRow) -> str:
    return quantities.moment(row.last_packet_at) if row.last_packet_at else tr("Chưa gửi gói nào")


def _held(row: SubordinateRow) -> str:
    return tr("có %1 mục", padded(row.entries)) if row.entries else ""


def _spoken(row: SubordinateRow) -> str:
    return ", ".join(part for part in (row.name, _through(row), row.machine, _last(row), _held(row)) if part)
