"""The lines of *Gửi – nhận*: each set of minutes, where it is, since when and who says so."""

from __future__ import annotations

from dataclasses import dataclass

from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.text import fold
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.domain.wording import short_date
from chibo_desktop.services import drafts, machines, resending, sending, visits
from chibo_desktop.services.desk import Desk, Me
from chibo_desktop.services.resending import Asked
from chibo_desktop.services.sending import PastPacket, ToSend
from chibo_desktop.services.visits import VisitFilter, VisitOrder, VisitView
from chibo_desktop.ui import quantities, sentences
from chibo_desktop.ui.components.chip import ChipLook
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.components.state_cells import Cell
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

OPEN, ALL = "open", "all"
AWAY = (VisitState.DRAFT, VisitState.FINALISED, VisitState.PACKED)
ARRIVED = (VisitState.RECEIVED, VisitState.MERGED)
TO_SEND = (*AWAY, VisitState.RETURNED)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows: some lines of a filter, and what stands beside them."""

    rows: tuple[VisitRow, ...]
    total: int
    counts: dict[VisitState, int]
    waiting: ToSend
    packets: tuple[PastPacket, ...]
    asked: Asked = Asked()
    returned: VisitView | None = None
    """The newest of the minutes that the office sent back."""
    is_answering: bool = False
    """Whether an amendment of it was begun."""
    is_enrolled: bool = True
    """Whether the office has vouched for this machine."""

    @property
    def open(self) -> int:
        """Minutes that the office does not have."""
        return sum(self.counts[state] for state in TO_SEND)

    @property
    def returned_count(self) -> int:
        return self.counts[VisitState.RETURNED]

    @property
    def all(self) -> int:
        return sum(self.counts.values())


def load(desk: Desk, wanted: str, limit: int) -> Shown:
    """The first `limit` lines of a filter: `open`, `all`, or the value of a state."""
    counts = visits.state_counts(desk)
    if wanted in (OPEN, ALL):
        rows = sending.deliveries(desk, only_open=wanted == OPEN, limit=limit)
        total = sum(counts[state] for state in TO_SEND) if wanted == OPEN else sum(counts.values())
    else:
        rows = visits.list_visits(desk, VisitFilter(states=(VisitState(wanted),)), limit=limit)
        total = counts[VisitState(wanted)]
    packets, asked = sending.past_packets(desk), resending.asked(desk)
    returned = _returned(desk, counts)
    enrolled = machines.own_standing(desk) is not None
    begun = returned is not None and bool(drafts.amendment_reason(desk, returned.row.id))
    return Shown(rows, total, counts, sending.to_send(desk), packets, asked, returned, begun, enrolled)


def _returned(desk: Desk, counts: dict[VisitState, int]) -> VisitView | None:
    if not counts[VisitState.RETURNED]:
        return None
    (row, *_) = visits.list_visits(desk, VisitFilter(states=(VisitState.RETURNED,)), VisitOrder.LAST_CHANGED, limit=1)
    return visits.read_visit(desk, row.id)


def cells(states: tuple[VisitState, ...], counts: dict[VisitState, int]) -> list[Cell]:
    """One cell per state, with its village words and its figure."""
    made: list[Cell] = []
    for state in states:
        look = sentences.state_chip(state)
        name, second = sentences.state_words(state)
        tint = "text2" if look.tone == "neutral" else look.tone
        made.append(Cell(state.value, name, str(counts.get(state, 0)), second, look.icon, tint))
    return made


def model(me: Me) -> RowsModel[VisitRow]:
    """The table: minutes, state, date and by whom."""
    columns: list[Column[VisitRow]] = [
        Column(tr("Biên bản"), _cell, second=_meeting, sort=lambda row: fold(row.cell)),
        Column(tr("Trạng thái"), chip=lambda row: chip(row, me), width=212, sort=lambda row: row.state.value),
        Column(
            tr("Ngày, bởi ai"),
            lambda row: quantities.moment(row.state_at),
            second=lambda row: by_whom(row, me),
            width=230,
            look="body",
            sort=lambda row: row.state_at,
        ),
    ]
    return RowsModel(columns, lambda row: _spoken(row, me))


def chip(row: VisitRow, me: Me) -> ChipLook:
    """The chip of a state, spoken with date and by whom."""
    name = sentences.state_words(row.state)[0]
    return sentences.state_chip(row.state, tr("%1 %2, %3", name, quantities.moment(row.state_at), by_whom(row, me)))


def by_whom(row: VisitRow, me: Me) -> str:
    """Who or what says that the minutes are where they are."""
    if row.state is VisitState.PACKED:
        return tr("gói %1, chờ báo nhận", row.state_by)
    if row.state is VisitState.RECEIVED and row.state_by.isdigit():
        return tr("mã báo nhận của gói %1", row.state_by)
    if row.state in ARRIVED:
        return tr("theo giấy báo nhận")
    if row.state is VisitState.RETURNED:
        return tr("văn phòng: %1", row.state_by)
    if row.state is VisitState.WITHDRAWN:
        return tr("lý do: %1", row.state_by)
    return tr("%1, máy này", row.state_by or me.person.name)


def _cell(row: VisitRow) -> str:
    return row.cell or tr("Chưa ghi tên chi bộ")


def _meeting(row: VisitRow) -> str:
    day = short_date(row.date) if row.date else tr("chưa ghi ngày")
    return tr("%1  ·  %2", day, word(row.kind).lower())


def _spoken(row: VisitRow, me: Me) -> str:
    return tr("%1, %2, %3", _cell(row), _meeting(row), chip(row, me).told)
