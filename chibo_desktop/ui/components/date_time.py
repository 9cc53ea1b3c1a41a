"""Dates and times as people type them: `3/12`, `+7`, `1930`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from PySide6.QtCore import Signal

from chibo_desktop.domain.wording import short_date
from chibo_desktop.ui import space
from chibo_desktop.ui.components.text_input import LineInput

_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?")
_TIME = re.compile(r"(\d{1,2})(?:[:hHgG. ]?(\d{2}))?[hHgG]?")


def read_date(typed: str, today: dt.date) -> dt.date | None:
    """The day that was meant: `3/12` (this year), `3/12/2026`, `+7` and `-1` (days from today), `03122026`."""
    typed = typed.strip()
    if re.fullmatch(r"[+-]\d{1,3}", typed):
        return today + dt.timedelta(days=int(typed))
    if re.fullmatch(r"\d{8}", typed):
        typed = f"{typed[:2]}/{typed[2:4]}/{typed[4:]}"
    found = _DAY.fullmatch(typed)
    if found is None:
        return None
    year = int(found[3]) if found[3] else today.year
    try:
        return dt.date(year + 2000 if year < 100 else year, int(found[2]), int(found[1]))
    except ValueError:
        return None


def read_time(typed: str) -> str | None:
    """The time that was meant as `HH:MM`: `19:30`, `1930`, `19h30`, `19 giờ 30`, `8`."""
    typed = typed.strip().replace("giờ", "h").replace("phút", "").replace(" ", "")
    if re.fullmatch(r"\d{3}", typed):
        typed = f"0{typed}"
    found = _TIME.fullmatch(typed)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


class DateInput(LineInput):
    """A date that is typed. `value` is None when empty or not a date; `understood` says which of the two on leaving."""

    value_changed = Signal(object)  # dt.date | None
    misread = Signal(bool)  # the text is not empty and not a date

    def __init__(self, value: dt.date | None = None, today: Callable[[], dt.date] = dt.date.today) -> None:
        super().__init__("", "dd/mm/yyyy")
        self._today = today
        self._value = value
        space.fix(self, min_width=128)
        self.set_value(value)
        self.text_committed.connect(self._read)

    @property
    def value(self) -> dt.date | None:
        """The date in the field."""
        return self._value

    def set_value(self, value: dt.date | None) -> None:
        """Show a date, without signals."""
        self._value = value
        self.set_words(short_date(value) if value else "")

    def _read(self, typed: str) -> None:
        value = read_date(typed, self._today())
        self.misread.emit(bool(typed.strip()) and value is None)
        if value is not None:
            self.set_words(short_date(value))
        if value != self._value:
            self._value = value
            self.value_changed.emit(value)


class TimeInput(LineInput):
    """A time of day that is typed; `value` is `HH:MM` or None."""

    value_changed = Signal(object)  # str | None
    misread = Signal(bool)

    def __init__(self, value: str | None = None) -> None:
        super().__init__("", "19:30")
        self._value = value
        space.fix(self, min_width=88)
        self.set_value(value)
        self.text_committed.connect(self._read)

    @property
    def value(self) -> str | None:
        """The time in the field, `HH:MM`."""
        return self._value

    def set_value(self, value: str | None) -> None:
        """Show a time, without signals."""
        self._value = value
        self.set_words(value or "")

    def _read(self, typed: str) -> None:
        value = read_time(typed)
        self.misread.emit(bool(typed.strip()) and value is None)
        if value is not None:
            self.set_words(value)
        if value != self._value:
            self._value = value
            self.value_changed.emit(value)
