"""Calendars out: a file of iCalendar (RFC 5545) that any calendar program takes in.

Hours are those of the wall in Vietnam, which has had no summer time since 1975: the file carries that zone. An event
keeps its UID for ever, so that a later file moves or cancels what an earlier one brought. The same events at the same
moment give the same bytes.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_LONGEST_LINE: Final = 75
"""Bytes of a line of content, without its end (RFC 5545, 3.1)."""
_ZONE: Final = "Asia/Ho_Chi_Minh"
_ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_VIETNAM: Final = (
    "BEGIN:VTIMEZONE", f"TZID:{_ZONE}", "BEGIN:STANDARD", "DTSTART:19750613T000000", "TZOFFSETFROM:+0700",
    "TZOFFSETTO:+0700", "TZNAME:+07", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip


class EventState(StrEnum):
    """How certain an event is, in the words of iCalendar."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day; without ``start`` it lasts all of it. ``uid`` never changes."""

    uid: str
    day: dt.date
    start: dt.time | None
    minutes: int
    summary: str
    location: str = ""
    description: str = ""
    state: EventState = EventState.CONFIRMED


def build_calendar(name: str, events: Iterable[Event], stamp: dt.datetime) -> bytes:
    """The events as one calendar. ``stamp``: the moment at which this was true, aware."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//chibo//plan//VI", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{_escaped(name)}", *_VIETNAM]
    for event in events:
        lines += _event(event, stamp)
    lines.append("END:VCALENDAR")
    return b"".join(folded for line in lines for folded in _folded(line))


def _event(event: Event, stamp: dt.datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(event.uid)}"
    yield f"DTSTAMP:{stamp.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    if event.start is None:
        yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.day + dt.timedelta(days=1):%Y%m%d}"
    else:
        start = dt.datetime.combine(event.day, event.start)
        yield f"DTSTART;TZID={_ZONE}:{start:%Y%m%dT%H%M%S}"
        yield f"DTEND;TZID={_ZONE}:{start + dt.timedelta(minutes=event.minutes):%Y%m%dT%H%M%S}"
    yield f"SUMMARY:{_escaped(event.summary)}"
    if event.location:
        yield f"LOCATION:{_escaped(event.location)}"
    if event.description:
        yield f"DESCRIPTION:{_escaped(event.description)}"
    yield f"STATUS:{event.state.value}"
    if event.start is None or event.state is EventState.CANCELLED:
        yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    """A value of type TEXT; other control characters have no form there and are left out."""
    plain = "".join(sign for sign in text.replace("\r\n", "\n").replace("\r", "\n") if sign == "\n" or sign >= " ")
    return plain.replace("\x7f", "").translate(_ESCAPED)


def _folded(line: str) -> Iterator[bytes]:
    """A line of content in pieces that are short enough; no letter is parted between its bytes."""
    piece, room = b"", _LONGEST_LINE
    for letter in line:
        spelled = letter.encode("utf-8")
        if len(piece) + len(spelled) > room:
            yield piece + b"\r\n"
            piece, room = b" ", _LONGEST_LINE
        piece += spelled
    yield piece + b"\r\n"
