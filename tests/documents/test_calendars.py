"""Calendars: read back by a reader that was written from the standard and knows nothing of the writer."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.documents.calendars import Event, EventState, build_calendar
from tests.building.icalendar_read import events, moment, read_calendar

STAMP = dt.datetime(2026, 12, 1, 1, 2, 3, tzinfo=dt.UTC)
MEETING = Event("a@chibo", dt.date(2026, 12, 3), dt.time(14), 90, "Dự sinh hoạt: Thôn Nà Thử", "nhà văn hóa", "Định kỳ")


def test_a_meeting_stands_at_its_hour_in_vietnam() -> None:
    calendar = read_calendar(build_calendar("Lịch", [MEETING], STAMP))
    (event,) = events(calendar).values()
    assert moment(event.one("DTSTART")) == "2026-12-03 14:00:00"
    assert moment(event.one("DTEND")) == "2026-12-03 15:30:00"
    assert event.one("DTSTAMP").value == "20261201T010203Z"
    (zone,) = [one for one in calendar.inner if one.name == "VTIMEZONE"]
    assert zone.one("TZID").value == event.one("DTSTART").parameters["TZID"]
    assert [one.one("TZOFFSETTO").value for one in zone.inner] == ["+0700"]


def test_a_visit_without_an_hour_lasts_the_day_and_takes_no_time() -> None:
    event = Event("b@chibo", dt.date(2026, 12, 31), None, 90, "x", state=EventState.CANCELLED)
    (found,) = events(read_calendar(build_calendar("Lịch", [event], STAMP))).values()
    assert (moment(found.one("DTSTART")), moment(found.one("DTEND"))) == ("2026-12-31", "2027-01-01")
    assert (found.one("STATUS").value, found.one("TRANSP").value) == ("CANCELLED", "TRANSPARENT")
    assert not found.has("LOCATION")


def test_the_same_events_give_the_same_bytes() -> None:
    assert build_calendar("Lịch", [MEETING], STAMP) == build_calendar("Lịch", iter([MEETING]), STAMP)


@given(st.lists(st.tuples(st.text(min_size=1), st.text(), st.text()), max_size=3), st.text())
def test_any_text_comes_back_as_it_was(texts: list[tuple[str, str, str]], name: str) -> None:
    made = [
        Event(f"{place}@chibo", MEETING.day, MEETING.start, 1, _encodable(one), _encodable(two), _encodable(three))
        for place, (one, two, three) in enumerate(texts)
    ]
    calendar = read_calendar(build_calendar(_encodable(name), made, STAMP))
    assert calendar.text("X-WR-CALNAME") == _kept(_encodable(name))
    for event in made:
        found = events(calendar)[event.uid]
        assert found.text("SUMMARY") == _kept(event.summary)
        for told, text in (("LOCATION", event.location), ("DESCRIPTION", event.description)):
            assert found.has(told) == bool(text)
            assert not text or found.text(told) == _kept(text)


def _encodable(text: str) -> str:
    return text.encode("utf-8", "ignore").decode()


def _kept(text: str) -> str:
    """What the standard can carry: line ends as one, no other control characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one == "\n" or (one >= " " and one != "\x7f"))
