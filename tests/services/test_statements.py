"""What is still open in a cell is read from the entries of its visits."""

import dataclasses
import datetime as dt

from chibo_desktop.domain.register import StatementKind
from chibo_desktop.domain.visits import Opinion, OpinionKind, Visit
from chibo_desktop.services import drafts, statements, visits
from tests.building.enrolled import Enrolled
from tests.building.exchange_town import a_visit
from tests.building.visits import item_of

CELL = "Chi bộ thôn Phiêng An"


def test_what_waits_for_an_answer_in_a_cell_the_newest_visit_first(town: Enrolled) -> None:
    desk = town.first
    said = (
        Opinion(item_of("p"), OpinionKind.PETITION, "Nông Văn Ví", text="sửa đường"),
        Opinion(item_of("q"), OpinionKind.PETITION, "Nông Văn Ví", text="đã trả lời", answered=True),
        Opinion(item_of("o"), OpinionKind.OPINION, "Nông Văn Ví", text="nhất trí"),
        Opinion(item_of("r"), OpinionKind.PROPOSAL, "Nông Văn Ví", True, text="mở lớp"),
        Opinion(item_of("s"), OpinionKind.PETITION, text="rút lại", struck=True),
    )
    written = [
        _changed(CELL, dt.date(2023, 9, 5), said),
        _changed(CELL.upper(), dt.date(2023, 10, 5), said[:1]),
        _changed("Chi bộ thôn Đon Bây", dt.date(2023, 10, 5), said[:1]),
        _changed(CELL, dt.date(2023, 11, 5), said[:1]),
    ]
    recorded = visits.record(desk, written, finalise_them=True).value
    visits.withdraw(desk, recorded[3].id, "nhầm")
    drafts.save_draft(desk, _changed(CELL, dt.date(2023, 12, 5), said[:1]), "general")
    found = statements.open_statements_of_cell(desk, CELL)
    asked = [(row.visit, row.item, row.who) for row in found if row.kind is not StatementKind.GUIDANCE]
    assert asked == [
        (recorded[1].id, item_of("p"), "Nông Văn Ví"),
        (recorded[0].id, item_of("p"), "Nông Văn Ví"),
        (recorded[0].id, item_of("r"), ""),
    ]
    assert {row.visit for row in found if row.kind is StatementKind.GUIDANCE} == {recorded[0].id, recorded[1].id}


def _changed(cell: str, day: dt.date, said: tuple[Opinion, ...]) -> Visit:
    return dataclasses.replace(a_visit(cell, date=day), opinions=said)
