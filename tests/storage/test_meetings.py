import datetime as dt

from chibo_desktop.domain.ids import DeviceId
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.meetings import doubles, last_visit_of, same_meetings
from chibo_desktop.storage.register import put_visits
from tests.building.stored import a_line, a_row

DAY = dt.date(2023, 9, 3)


def test_the_last_meeting_of_a_cell_is_found_by_its_name(book: Book) -> None:
    put_visits(
        book,
        (
            a_line("old", date=DAY),
            a_line("new", date=DAY + dt.timedelta(days=30), cell="CHI BỘ THÔN PHIÊNG AN"),
            a_line("withdrawn", date=DAY + dt.timedelta(days=60), state=VisitState.WITHDRAWN),
            a_line("draft", date=None, state=VisitState.DRAFT),
            a_line("elsewhere", date=DAY + dt.timedelta(days=90), cell="Đon Bây"),
        ),
    )
    assert last_visit_of(book, "Chi bộ thôn Phiêng An") == "new"
    assert last_visit_of(book, "Chi bộ khác") is None


def test_two_records_of_one_cell_and_day_may_be_one_meeting(book: Book) -> None:
    lines = (
        a_line("one", date=DAY),
        a_line("two", date=DAY, cell="chi bộ thôn phiêng an"),
        a_line("next day", date=DAY + dt.timedelta(days=1)),
        a_line("elsewhere", date=DAY, cell="Đon Bây"),
        a_line("withdrawn", date=DAY, state=VisitState.WITHDRAWN),
    )
    put_visits(book, lines)
    assert same_meetings(book, [line.row for line in lines[:4]]) == {"one": ("two",), "two": ("one",)}
    assert same_meetings(book, [a_row(date=None)]) == {}


def test_one_meeting_of_two_machines_is_found_and_one_of_a_single_machine_is_not(book: Book) -> None:
    other = DeviceId("another device")
    lines = (
        a_line("one", date=DAY),
        a_line("two", date=DAY, cell="chi bộ thôn phiêng an", device=other),
        a_line("by the same machine", date=DAY),
        a_line("next day", date=DAY + dt.timedelta(days=1), device=other),
        a_line("withdrawn", date=DAY, state=VisitState.WITHDRAWN, device=other),
        a_line("nameless", date=DAY, cell=""),
        a_line("nameless too", date=DAY, cell="", device=other),
    )
    put_visits(book, lines)
    assert set(doubles(book)) == {("one", "two"), ("by the same machine", "two")}
