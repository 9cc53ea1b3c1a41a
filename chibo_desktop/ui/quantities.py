"""Sizes, moments and packet numbers as people read them."""

from __future__ import annotations

import datetime as dt

from chibo_desktop.domain.wording import decimal, padded, short_date
from chibo_desktop.ui.speech import tr

_KILO, _MEGA, _GIGA = 1024, 1024**2, 1024**3


def size(count: int) -> str:
    """A number of bytes: `312 KB`, `4,1 MB`, `6,2 GB`. Never `0 KB` for something that is there."""
    if count >= _GIGA:
        return tr("%1 GB", decimal(count / _GIGA))
    if count >= _MEGA:
        return tr("%1 MB", decimal(count / _MEGA))
    return tr("%1 KB", -(-count // _KILO))


def part_of_size(done: int, total: int) -> str:
    """How much of a number of bytes is done, in the unit of the whole: `4,1 / 6,6 MB`."""
    if total >= _MEGA:
        return tr("%1 / %2 MB", decimal(done / _MEGA), decimal(total / _MEGA))
    return tr("%1 / %2 KB", -(-done // _KILO), -(-total // _KILO))


def moment(at: dt.datetime) -> str:
    """A day and the time of the day where the machine stands: `12/11/2026, 07:45`."""
    here = at.astimezone()
    return tr("%1, %2", short_date(here.date()), here.strftime("%H:%M"))


def packet_number(number: int) -> str:
    """The number of a packet as it stands in its file name: `000012`."""
    return f"{number:06d}"


def ranges(spans: tuple[tuple[int, int], ...]) -> str:
    """Numbers that are missing: `12–14, 20`."""
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in spans)


def beside_minutes(answers: int, statements: int) -> list[str]:
    """What a packet carries beside minutes: `01 trả lời kế hoạch`, `02 việc theo dõi kiến nghị`."""
    told = ((answers, tr("%1 trả lời kế hoạch", padded(answers))),)
    told += ((statements, tr("%1 việc theo dõi kiến nghị", padded(statements))),)
    return [words for count, words in told if count]


def carried(visits: int, answers: int, statements: int) -> str:
    """What a packet carries: `03 biên bản, 01 trả lời kế hoạch`."""
    beside = beside_minutes(answers, statements)
    minutes = [tr("%1 biên bản", padded(visits))] if visits or not beside else []
    return ", ".join([*minutes, *beside])
