import datetime as dt
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.organisations import CellCategory
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.visits import SessionKind, VisitState
from chibo_desktop.storage.book import Book, open_book
from chibo_desktop.storage.delivery import Delivered
from chibo_desktop.storage.hits import find
from chibo_desktop.storage.register import (
    ConflictRow,
    RegisterLine,
    clear_register,
    conflicts,
    drop_visit,
    dump_register,
    put_conflicts,
    put_visits,
    update_states,
    visits,
)
from chibo_desktop.storage.visit_lists import VisitFilter, VisitOrder, count_visits, page_of_visits, state_counts
from tests.building.stored import KEY, NOW, a_line, a_row

A, B = VisitId("a"), VisitId("b")


def _ids(book: Book, wanted: VisitFilter | None = None, order: VisitOrder = VisitOrder.NEWEST) -> str:
    return "".join(row.id for row in page_of_visits(book, wanted or VisitFilter(), order))


@pytest.mark.parametrize(
    "row",
    [
        a_row(),
        a_row(cell_id="organisation", category=CellCategory.CELL, group_id="group", tier=Tier.COMMUNE, conflicts=2),
        a_row(date=None, start=None, present=None, total=None, device=None, author=None, amendments=1),
    ],
)
def test_a_line_comes_back_as_it_went_in(book: Book, row: VisitRow) -> None:
    put_visits(book, (RegisterLine(row, ""),))
    assert visits(book, [VisitId("visit"), VisitId("unknown")]) == {"visit": row}


def test_putting_again_replaces_everything(book: Book) -> None:
    put_visits(book, (a_line("a", "cũ"), a_line("b", "khác")))
    put_visits(book, (a_line("a", "mới", date=dt.date(2024, 1, 1)), a_line("c")))
    assert _ids(book) == "acb"
    assert [hit.visit.id for hit in find(book, "moi")] == ["a"]
    assert find(book, "cu") == ()
    assert [hit.visit.id for hit in find(book, "khac")] == ["b"]


VISITS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from([None, dt.date(2023, 9, 3), dt.date(2024, 1, 1)]))
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(st.tuples(VISITS, st.sampled_from("abcdef"), st.booleans()), max_size=5))
def test_whatever_is_put_and_dropped_the_register_is_that_of_the_last_lines(
    tmp_path: Path, rounds: list[tuple[list[tuple[str, dt.date | None]], str, bool]]
) -> None:
    book = open_book(tmp_path / "book.db", KEY, create=True)
    try:
        clear_register(book)
        expected: dict[str, RegisterLine] = {}
        for number, (written, dropped, is_searched) in enumerate(rounds):
            lines = [a_line(name, f"lần{number}", date=date) for name, date in written]
            put_visits(book, lines)
            drop_visit(book, VisitId(dropped))
            expected |= {line.row.id: line for line in lines}
            expected.pop(dropped, None)
            if is_searched:
                find(book, "lan0")
        assert visits(book, [VisitId(name) for name in "abcdef"]) == {name: expected[name].row for name in expected}
        for number in range(len(rounds)):
            found = {hit.visit.id for hit in find(book, f"lan{number}")}
            assert found == {name for name, line in expected.items() if line.words == f"lần{number}"}
    finally:
        book.close()


def test_the_last_of_two_lines_of_one_visit_counts(book: Book) -> None:
    put_visits(book, (a_line("a", cell="first"), a_line("a", cell="second")))
    assert [row.cell for row in page_of_visits(book, VisitFilter())] == ["second"]


def test_a_dropped_visit_leaves_nothing_behind(book: Book) -> None:
    put_visits(book, (a_line("a", "từ"), a_line("b", "từ")))
    put_conflicts(book, A, (ConflictRow("session.start", "[]"),))
    assert len(find(book, "từ")) == 2
    drop_visit(book, A)
    drop_visit(book, A)
    assert _ids(book) == "b"
    assert [hit.visit.id for hit in find(book, "từ")] == ["b"]
    assert conflicts(book) == {}


def test_the_register_can_be_thrown_away_and_made_again(book: Book) -> None:
    lines = tuple(a_line(name, f"từ {name}") for name in "abc")
    put_visits(book, lines)
    before = list(dump_register(book)), _ids(book), len(find(book, "tu"))
    clear_register(book)
    assert list(dump_register(book)) == []
    assert find(book, "tu") == ()
    put_visits(book, lines)
    assert (list(dump_register(book)), _ids(book), len(find(book, "tu"))) == before


def test_orders(book: Book) -> None:
    put_visits(
        book,
        (
            a_line("a", cell="Đon Bây", date=dt.date(2023, 9, 1), state_at=NOW),
            a_line("b", cell="An Bình", date=None, state_at=NOW + dt.timedelta(1)),
            a_line("c", cell="Phiêng An", date=dt.date(2024, 9, 1), state_at=NOW - dt.timedelta(1)),
            a_line("d", cell="đon bây", date=dt.date(2023, 9, 1), state=VisitState.DRAFT, state_at=NOW),
        ),
    )
    assert {order.name: _ids(book, order=order) for order in VisitOrder} == {
        "NEWEST": "bcda",
        "OLDEST": "adcb",
        "CELL": "bdac",
        "CELL_BACKWARDS": "cdab",
        "STATE": "dcab",
        "LAST_CHANGED": "bdac",
    }


def test_filters(book: Book) -> None:
    put_visits(
        book,
        (
            a_line("a", "xây đường", date=dt.date(2023, 9, 1)),
            a_line("b", "xây cầu", date=dt.date(2023, 10, 1), kind=SessionKind.THEMATIC, device="other"),
            a_line("c", "trồng rừng", date=dt.date(2023, 11, 1), state=VisitState.DRAFT, conflicts=1),
            a_line("d", date=None),
        ),
    )
    cases = {
        VisitFilter(states=(VisitState.DRAFT, VisitState.RETURNED)): "c",
        VisitFilter(kinds=(SessionKind.THEMATIC,)): "b",
        VisitFilter(text="XAY"): "ba",
        VisitFilter(text="xây -cầu"): "a",
        VisitFilter(text="  "): "dcba",
        VisitFilter(first=dt.date(2023, 10, 1)): "cb",
        VisitFilter(last=dt.date(2023, 10, 1)): "ba",
        VisitFilter(device="other"): "b",  # type: ignore[arg-type]
        VisitFilter(in_conflict=True): "c",
        VisitFilter(text="xay", kinds=(SessionKind.REGULAR,), first=dt.date(2023, 1, 1)): "a",
    }
    assert {wanted: _ids(book, wanted) for wanted in cases} == cases
    assert {wanted: count_visits(book, wanted) for wanted in cases} == {key: len(ids) for key, ids in cases.items()}


def test_pages_join_without_hole_or_overlap(book: Book) -> None:
    put_visits(book, tuple(a_line(f"{number:03}", date=dt.date(2023, 1, 1 + number % 3)) for number in range(50)))
    pages = [page_of_visits(book, VisitFilter(), offset=offset, limit=7) for offset in range(0, 56, 7)]
    assert sorted(row.id for page in pages for row in page) == [f"{number:03}" for number in range(50)]
    assert [row for page in pages for row in page] == list(page_of_visits(book, VisitFilter(), limit=50))


def test_states(book: Book) -> None:
    put_visits(book, (a_line("a"), a_line("b"), a_line("c", state=VisitState.DRAFT)))
    assert state_counts(book) == {VisitState.MERGED: 2, VisitState.DRAFT: 1}
    now = Delivered(VisitState.RETURNED, NOW + dt.timedelta(1), "office")
    update_states(book, {B: now})
    row = visits(book, [B])[B]
    assert (row.state, row.state_at, row.state_by) == (now.state, now.at, now.by)
    assert state_counts(book) == {VisitState.MERGED: 1, VisitState.DRAFT: 1, VisitState.RETURNED: 1}


def test_conflicts_are_replaced_visit_by_visit(book: Book) -> None:
    start, end = ConflictRow("session.start", '["19:30","20:00"]'), ConflictRow("session.end", "[]")
    put_conflicts(book, A, (start, end))
    put_conflicts(book, B, (end,))
    put_conflicts(book, A, (start,))
    assert conflicts(book) == {"a": (start,), "b": (end,)}


def test_the_dump_depends_on_content_alone(book: Book) -> None:
    lines = [a_line("b"), a_line("a"), a_line("draft", state=VisitState.DRAFT)]
    put_visits(book, lines)
    dump = list(dump_register(book))
    assert [msgspec.json.decode(line)["id"] for line in dump] == ["a", "b"]
    clear_register(book)
    for line in reversed(lines):
        put_visits(book, (line,))
    update_states(book, {A: Delivered(VisitState.RECEIVED, NOW + dt.timedelta(1), "someone")})
    assert list(dump_register(book)) == dump


@pytest.mark.parametrize("change", ["cell", "conflict", "withdrawal"])
def test_the_dump_shows_every_change_of_content(book: Book, change: str) -> None:
    put_visits(book, (a_line("a"),))
    dump = list(dump_register(book))
    if change == "cell":
        put_visits(book, (a_line("a", cell="Đon Bây"),))
    elif change == "conflict":
        put_conflicts(book, A, (ConflictRow("session.start", "[]"),))
    else:
        update_states(book, {A: Delivered(VisitState.WITHDRAWN, NOW, "")})
    assert list(dump_register(book)) != dump
