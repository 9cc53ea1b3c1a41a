"""Petitions and guidance in words: chips, days that are left or over, and tables of figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from chibo_desktop.domain.petitions import ENDED, Age, StepState
from chibo_desktop.domain.register import StatementKind
from chibo_desktop.domain.visits import Addressee
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services.petition_counts import Counted, PetitionTable
from chibo_desktop.services.petition_lists import Line
from chibo_desktop.ui.components.chip import ChipLook
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

_LOOKS: dict[StepState, tuple[str, Icon]] = {
    StepState.NEW: ("info", Icon.COMMENT),
    StepState.FORWARDED: ("warn", Icon.ARROW_RIGHT),
    StepState.IN_PROGRESS: ("warn", Icon.HALF),
    StepState.ANSWERED: ("ok", Icon.CHECK),
    StepState.NOT_COMPETENT: ("neutral", Icon.RETURN),
    StepState.CLOSED: ("neutral", Icon.CHECK_CIRCLE),
}

_SOON = 7
"""Days before the last one from which on a term is about to end."""


def state_chip(line: Line) -> ChipLook:
    """The state; spoken with what the cell knows of it."""
    state = line.figures.state
    tone, icon = _LOOKS[state]
    added = untold(line)
    return ChipLook(word(state), tone, icon, told=f"{word(state)}, {added}" if added else word(state))


def untold(line: Line) -> str:
    """`chưa báo lại chi bộ` of what has ended and was not told."""
    figures = line.figures
    return tr("chưa báo lại chi bộ") if figures.state in ENDED and figures.reported_back is None else ""


def due_chip(line: Line, today: dt.date) -> ChipLook | None:
    """What is to be watched: how long it is overdue or has left; of what has ended whether the cell was told."""
    figures = line.figures
    if figures.state in ENDED:
        if figures.reported_back is None:
            return ChipLook(tr("Chưa báo lại chi bộ"), "warn", Icon.PHONE, outlined=True)
        return ChipLook(tr("Báo lại %1", short_date(figures.reported_back)), "neutral", Icon.CHECK)
    if not line.is_open or figures.due is None:
        return None
    left = (figures.due - today).days
    told = tr("Hạn %1", short_date(figures.due))
    if left < 0:
        words = tr("quá hạn %1 ngày", padded(-left))
        return ChipLook(words, "err", Icon.CLOCK, told=f"{told}, {words}")
    words = tr("còn %1 ngày", padded(left)) if left else tr("hạn hôm nay")
    return ChipLook(words, "warn" if left <= _SOON else "neutral", Icon.CLOCK, told=f"{told}, {words}")


def days_waiting(line: Line, today: dt.date) -> str:
    """How long it has waited since it was said, nothing where a clock says that this is still to come; a dash where
    nobody waits.
    """
    day = line.figures.date
    return padded(max((today - day).days, 0)) if line.is_open and day is not None else "–"


def kind_words(line: Line) -> str:
    """`Kiến nghị, gửi Đảng ủy xã`."""
    level = line.figures.addressee
    kind = word(line.figures.kind)
    return tr("%1, gửi %2", kind, word(level)) if level is not None else kind


def parts(table: PetitionTable) -> list[tuple[str, list[tuple[str, Counted]]]]:
    """The tables of a count with their titles and the names of their lines."""
    topics = [(one.key or tr("Không ghi chủ đề"), one) for one in table.by_topic]
    levels = [(word(Addressee(one.key)) if one.key else tr("Không gửi cấp nào"), one) for one in table.by_level]
    return [
        (tr("Tất cả"), [(tr("Tổng số"), table.total)]),
        (tr("Theo loại"), _named(StatementKind, table.by_kind)),
        (tr("Theo cấp"), levels),
        (tr("Theo trạng thái"), _named(StepState, table.by_state)),
        (tr("Còn mở, theo thời gian chờ"), _named(Age, table.by_age)),
        (tr("Theo chủ đề"), topics),
    ]


def _named(
    kind: type[StatementKind] | type[StepState] | type[Age], rows: Sequence[Counted]
) -> list[tuple[str, Counted]]:
    return [(word(kind(one.key)), one) for one in rows]
