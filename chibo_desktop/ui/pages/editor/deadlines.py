"""When something has to be done, in the words of a meeting: by the next one, by the end of the quarter, by a day."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.rules import STANDARD_NORMS
from chibo_desktop.domain.wording import short_date
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.date_time import DateInput
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.speech import tr

_QUARTERS = ("I", "II", "III", "IV")


class Span(StrEnum):
    """How far away a deadline is, seen from the meeting."""

    NONE = "none"
    NEXT_MEETING = "next_meeting"
    QUARTER = "quarter"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day, and the words that the minutes print for it; both may be missing."""

    day: dt.date | None = None
    words: str = ""


def next_meeting(meeting: dt.date) -> dt.date:
    """The last day on which the meeting of the month after has to be held."""
    first = (meeting.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return first.replace(day=STANDARD_NORMS.first_week_days)


def end_of_quarter(meeting: dt.date) -> dt.date:
    """The last day of the quarter in which the meeting was held."""
    month = (meeting.month + 2) // 3 * 3
    return dt.date(meeting.year, month, calendar.monthrange(meeting.year, month)[1])


def deadline_for(span: Span, meeting: dt.date | None) -> Deadline:
    """The deadline that a relative choice means; without the day of the meeting only its words are known."""
    if span is Span.NEXT_MEETING:
        return Deadline(next_meeting(meeting) if meeting else None, tr("kỳ sau"))
    if span is Span.QUARTER:
        if meeting is None:
            return Deadline(None, tr("hết quý"))
        quarter = _QUARTERS[(meeting.month - 1) // 3]
        return Deadline(end_of_quarter(meeting), tr("hết quý %1 năm %2", quarter, meeting.year))
    return Deadline()


def span_of(deadline: Deadline) -> Span:
    """The choice that a deadline came from."""
    if deadline.words == tr("kỳ sau"):
        return Span.NEXT_MEETING
    if deadline.words.startswith(tr("hết quý")):
        return Span.QUARTER
    return Span.DAY if deadline.day is not None or deadline.words else Span.NONE


def deadline_words(deadline: Deadline) -> str:
    """As the table shows it: `kỳ sau`, `hết quý IV năm 2026`, `31/12/2026`."""
    if deadline.words:
        return deadline.words
    return short_date(deadline.day) if deadline.day else ""


class DeadlineInput(QWidget):
    """Three choices and a day; what the choice means as a day is shown beside it."""

    chosen = Signal()

    def __init__(self, of_meeting: Callable[[], dt.date | None]) -> None:
        super().__init__()
        self._of_meeting = of_meeting
        self._value = Deadline()
        self._span = Segmented(
            [
                (Span.NONE, tr("Không ghi")),
                (Span.NEXT_MEETING, tr("Kỳ sau")),
                (Span.QUARTER, tr("Hết quý")),
                (Span.DAY, tr("Chọn ngày")),
            ]
        )
        self._day = DateInput()
        space.fix(self._day, width=136)
        self._meant = Label("", "muted")
        space.column(self).addWidget(Flow(self._span, self._day, self._meant, gap=tokens.S8))
        self.setFocusProxy(self._span)
        self._span.chosen.connect(self._span_chosen)
        self._day.value_changed.connect(self._day_typed)
        self.set_value(Deadline())

    @property
    def value(self) -> Deadline:
        """The deadline."""
        return self._value

    def set_value(self, value: Deadline) -> None:
        """Show a deadline, without signals."""
        self._value = value
        span = span_of(value)
        self._span.set_value(span)
        self._day.set_value(value.day if span is Span.DAY else None)
        self._arrange(span)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._span.setAccessibleName(name)
        self._day.setAccessibleName(tr("%1, ngày", name))

    def _span_chosen(self, span: object) -> None:
        if not isinstance(span, Span):
            return
        self._value = deadline_for(span, self._of_meeting())
        self._day.set_value(None)
        self._arrange(span)
        if span is Span.DAY:
            self._day.setFocus()
        self.chosen.emit()

    def _day_typed(self, day: object) -> None:
        own_words = self._value.words if span_of(self._value) is Span.DAY else ""
        self._value = Deadline(day if isinstance(day, dt.date) else None, own_words)
        self.chosen.emit()

    def _arrange(self, span: Span) -> None:
        self._day.setVisible(span is Span.DAY)
        if span is Span.DAY:
            meant = self._value.words
        else:
            meant = tr("chậm nhất %1", short_date(self._value.day)) if self._value.day else ""
        self._meant.setText(meant)
        self._meant.setVisible(bool(meant))
