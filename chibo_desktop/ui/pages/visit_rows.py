"""Visits as lines of a list, fetched a page at a time while somebody scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services import visits
from chibo_desktop.services.desk import Desk, Me, Role
from chibo_desktop.services.visits import VisitFilter
from chibo_desktop.ui import sentences
from chibo_desktop.ui.components.chip import ChipLook
from chibo_desktop.ui.components.paged_rows import PagedRows
from chibo_desktop.ui.components.rows_model import Column
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

ALL = "all"
_LOCKED = (VisitState.FINALISED, VisitState.PACKED, VisitState.RECEIVED, VisitState.MERGED)
STATES: dict[str, tuple[VisitState, ...]] = {
    ALL: (),
    "draft": (VisitState.DRAFT,),
    "locked": _LOCKED,
    "returned": (VisitState.RETURNED,),
    "withdrawn": (VisitState.WITHDRAWN,),
}


@dataclass(frozen=True, slots=True)
class VisitPage:
    """What one look into the register brought. `counts`: visits by state, whatever is searched for."""

    wanted: VisitFilter
    rows: tuple[VisitRow, ...]
    total: int
    counts: dict[VisitState, int]


@dataclass(frozen=True, slots=True)
class VisitsOf:
    """The visits that count under an organisation today: those to these cells of the register."""

    name: str
    cells: tuple[OrganisationId, ...]


def fetch(desk: Desk, wanted: VisitFilter, offset: int, limit: int) -> VisitPage:
    """Some lines, how many there are in all, and how many stand in each state. Runs on the worker thread."""
    rows = visits.list_visits(desk, wanted, offset=offset, limit=limit)
    return VisitPage(wanted, rows, visits.count_visits(desk, wanted), visits.state_counts(desk))


class PagedVisits(PagedRows[VisitRow, VisitFilter]):
    """The lines of the register that were fetched so far."""

    def __init__(self, desk: Desk, jobs: Jobs, columns: Sequence[Column[VisitRow]]) -> None:
        super().__init__(jobs, partial(fetch, desk), columns, spoken, VisitFilter())


def columns(role: Role) -> tuple[Column[VisitRow], ...]:
    """The columns of the list; the office sees which group attended."""
    below = _superior_and_group if role is Role.OFFICE else _superior
    marks = (Column(tr("Nối"), icon=_meeting_mark, width=64),) if role is Role.OFFICE else ()
    return (
        Column(tr("Chi bộ"), lambda row: row.cell or tr("Buổi dự mới"), second=below, look="strong"),
        *marks,
        Column(tr("Ngày"), _day, second=lambda row: word(row.kind), width=204, look="body"),
        Column(tr("Có mặt"), _present, width=88, number=True),
        Column(tr("Kiến nghị"), lambda row: padded(row.petitions) if row.petitions else "–", width=104, number=True),
        Column(tr("Trạng thái"), chip=chip_of, width=212),
    )


def filters(role: Role) -> list[tuple[object, str]]:
    """What the list can be narrowed to."""
    if role is Role.OFFICE:
        return [(ALL, tr("Tất cả")), ("returned", tr("Trả lại")), ("withdrawn", tr("Đã rút"))]
    return [
        (ALL, tr("Tất cả")),
        ("draft", tr("Nháp")),
        ("locked", tr("Đã chốt")),
        ("returned", tr("Trả lại")),
    ]


def sub_line(me: Me) -> str:
    """Whose list it is: the machine and its group, or the office."""
    parts = (tr("Máy %1", me.machine) if me.machine else "", me.group.name)
    return "  ·  ".join(part for part in parts if part)


def chip_of(row: VisitRow) -> ChipLook:
    """The state with its day and by whom."""
    at = row.state_at.astimezone()
    told = tr("%1 ngày %2, %3", sentences.state_words(row.state)[0], short_date(at.date()), at.strftime("%H:%M"))
    return sentences.state_chip(row.state, f"{told}, {row.state_by}" if row.state_by else told)


def spoken(row: VisitRow) -> str:
    """A line as one sentence."""
    parts: tuple[str, ...] = (
        row.cell or tr("Buổi dự mới"),
        row.superior,
        _day(row),
        word(row.kind).lower(),
        tr("có mặt %1", _present(row)) if row.present is not None else "",
        tr("%1 kiến nghị", padded(row.petitions)) if row.petitions else "",
        meeting_words(row),
        chip_of(row).told,
    )
    return ", ".join(part for part in parts if part)


def meeting_words(row: VisitRow) -> str:
    """That the meeting has more than one record, and whether this is the one that counts."""
    if row.meeting is None:
        return ""
    if row.meeting == row.id:
        return tr("Cùng một buổi với biên bản khác, tính theo bản này")
    return tr("Cùng một buổi với biên bản khác, tính theo bản kia")


def _meeting_mark(row: VisitRow) -> tuple[Icon, str, str] | None:
    words = meeting_words(row)
    return (Icon.USERS, "text" if row.meeting == row.id else "muted", words) if words else None


def _superior(row: VisitRow) -> str:
    return row.superior


def _superior_and_group(row: VisitRow) -> str:
    once = "" if row.meeting is None or row.meeting == row.id else tr("cùng buổi, không tính")
    return "  ·  ".join(part for part in (row.superior, row.group, once) if part)


def _day(row: VisitRow) -> str:
    return short_date(row.date) if row.date else tr("chưa ghi")


def _present(row: VisitRow) -> str:
    if row.present is None:
        return "–"
    return f"{padded(row.present)}/{padded(row.total)}" if row.total is not None else padded(row.present)
