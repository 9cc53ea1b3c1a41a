"""The register: lines made from visits, holding nothing of their own."""

import datetime as dt
from dataclasses import replace

from chibo_desktop.domain.ids import DeviceId, PersonId, VisitId
from chibo_desktop.domain.organisations import CellCategory
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.register import Standing, StatementKind, Told, search_text, statement_rows, visit_row
from chibo_desktop.domain.visits import Addressee, AgendaItem, Guest, SessionKind, Visit, VisitState, standing
from tests.building.full_visit import everything
from tests.building.visits import don_bay, id_of, item_of, phieng_an

NOW = Standing(
    VisitState.MERGED,
    dt.datetime(2023, 9, 30, 8, 0, tzinfo=dt.UTC),
    "Văn phòng",
    DeviceId("device"),
    PersonId("author"),
    amendments=2,
    conflicts=1,
)


def test_the_line_of_a_visit() -> None:
    row = visit_row(phieng_an(), NOW)
    assert (row.cell, row.superior, row.category) == (
        "Chi bộ thôn Phiêng An",
        "Đảng bộ xã Quang Thuận",
        CellCategory.SUBORDINATE,
    )
    assert (row.kind, row.date, row.month, row.start) == (
        SessionKind.REGULAR,
        dt.date(2023, 9, 5),
        "2023-09",
        "19:30",
    )
    assert (row.present, row.total, row.opinions, row.petitions) == (8, 9, 2, 1)
    assert (row.group, row.tier) == ("Tổ dự sinh hoạt chi bộ huyện Bạch Thông", Tier.PROVINCE)
    assert (row.id, row.cell_id, row.group_id) == (phieng_an().id, phieng_an().cell.id, phieng_an().group.id)
    assert (row.state, row.state_at, row.state_by) == (NOW.state, NOW.at, NOW.by)
    assert (row.device, row.author, row.amendments, row.conflicts) == ("device", "author", 2, 1)


def test_the_month_is_that_which_the_meeting_stands_for() -> None:
    visit = phieng_an()
    assert visit_row(replace(visit, session=replace(visit.session, month="2023-08")), NOW).month == "2023-08"


def test_a_visit_with_nothing_in_it_has_a_line_too() -> None:
    row = visit_row(Visit(VisitId(id_of("empty"))), NOW)
    assert (row.cell, row.superior, row.month, row.date, row.present) == ("", "", "", None, None)


def test_struck_opinions_are_neither_counted_nor_listed() -> None:
    visit = phieng_an()
    first, second = visit.opinions
    struck = replace(visit, opinions=(replace(first, struck=True), second))
    row = visit_row(struck, NOW)
    assert (row.opinions, row.petitions) == (1, 0)
    assert [line.item for line in statement_rows(Told.by(struck))][:1] == [second.id]


def test_statements_in_the_order_of_the_minutes() -> None:
    lines = tuple(statement_rows(Told.by(phieng_an())))
    assert [(line.kind, line.place) for line in lines] == [
        (StatementKind.PETITION, 1),
        (StatementKind.OPINION, 2),
        (StatementKind.GUIDANCE, 1),
        (StatementKind.GUIDANCE, 2),
    ]
    petition, _, _, guidance = lines
    assert (petition.who, petition.addressee, petition.answered) == ("Lường Thị Thí", Addressee.CELL, True)
    assert (guidance.who, guidance.deadline, guidance.addressee) == ("Ma Từ Đông Điền", dt.date(2023, 12, 31), None)
    assert guidance.visit == phieng_an().id


def test_who_would_not_be_named_is_named_nowhere() -> None:
    visit = don_bay()
    (opinion,) = visit.opinions
    assert opinion.speaker == "Nông Văn Ví"
    assert [line.who for line in statement_rows(Told.by(visit))] == ["", "Ma Từ Đông Điền"]
    assert opinion.speaker not in search_text(Told.by(visit))
    assert opinion.text in search_text(Told.by(visit))


def test_every_word_of_the_minutes_can_be_found() -> None:
    visit = everything()
    found = search_text(Told.by(visit)).split("\n")
    assert all(found)
    closing, score = visit.closing, visit.score
    for text in (visit.cell.name, visit.session.theme, visit.chair.name, closing.delegate_statement, score.weak_points):
        assert text in found
    remarks = [remark.content for item in standing(visit.agenda) for remark in standing(item.remarks)]
    notes = [row.note for row in standing(visit.follow_ups)]
    labels = [row.label for row in standing(visit.attachments)]
    assert {*remarks, *notes, *labels} - {""} <= set(found)


def test_struck_words_are_not_found() -> None:
    gone = replace(phieng_an(), agenda=(AgendaItem(item_of("a"), title="rút lại việc này", struck=True),))
    guests = replace(gone.attendance, guests=(Guest(item_of("g"), name="Khách đã gạch", struck=True),))
    text = search_text(Told.by(replace(gone, attendance=guests)))
    assert "rút lại" not in text
    assert "Khách đã gạch" not in text
