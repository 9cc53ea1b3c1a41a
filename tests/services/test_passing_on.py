"""Minutes that an office further up sends back: down both hops to the laptop, and the answer up again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.services import doctor, passing_on, receipts, returning, visits
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.receipts import Acknowledged
from chibo_desktop.storage import log
from tests.building.exchange_town import amend, record
from tests.building.ladder import PROVINCE, CopiedLadder, answer, carry, ladder_in, ladder_template, send_up
from tests.services.test_drafts import noted
from tests.services.test_forwarding import to_office

COMMENT = "Thiếu tên thư ký của buổi họp"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ladder_template(tmp_path_factory.mktemp("ladder"))


@pytest.fixture
def ladder(template: Path, tmp_path: Path) -> Iterator[CopiedLadder]:
    yield from ladder_in(template, tmp_path)


def returns_of(desk: Desk, visit: str) -> list[str]:
    found = log.entries_of(desk.book, (visit,))[visit]  # type: ignore[index]  # the id as its row has it
    return [entry.head.id for entry in found if entry.head.kind == EntryKind.VISIT_RETURNED]


def down(ladder: CopiedLadder, office: Desk, laptop: Desk, name: str) -> Acknowledged | None:
    receipts.write_receipts(office, ladder.a_stick(name), [laptop.me.device])
    return carry(ladder.a_stick(name), laptop)[0].receipts


def test_a_comment_from_above_reaches_the_laptop_and_one_amendment_answers_everybody(ladder: CopiedLadder) -> None:
    laptop, district, province = ladder.district_laptop, ladder.district, ladder.province
    (row,) = record(laptop, "Phiêng An")
    to_office(laptop, district, ladder.a_stick("laptop"))
    send_up(district, ladder.a_stick("up"))
    carry(ladder.a_stick("up"), province)
    returning.return_visit(province, row.id, COMMENT, ["secretary"])
    (report,) = answer(province, district, ladder.a_stick("down"))
    assert report.receipts is not None
    assert report.receipts.returned == 1
    assert visits.read_visit(district, row.id).row.state is VisitState.RETURNED
    told = down(ladder, district, laptop, "home")
    assert told is not None
    assert told.returned == 1
    view = visits.read_visit(laptop, row.id)
    assert (view.returned, view.returned_by, view.returned_paths) == (COMMENT, PROVINCE, ("secretary",))
    amend(laptop, row.id, lambda visit: noted(visit, "Thư ký: Lường Thị Thí"), "ghi thêm thư ký")
    to_office(laptop, district, ladder.a_stick("again"))
    assert visits.read_visit(district, row.id).row.state is VisitState.MERGED
    send_up(district, ladder.a_stick("up again"))
    carry(ladder.a_stick("up again"), province)
    assert visits.read_visit(province, row.id).row.state is VisitState.MERGED
    for desk in (laptop, district, province):
        assert doctor.examine(desk).is_sound


def test_a_comment_is_passed_on_once_however_often_it_is_told(ladder: CopiedLadder) -> None:
    laptop, district, province = ladder.district_laptop, ladder.district, ladder.province
    (row,) = record(laptop, "Phiêng An")
    to_office(laptop, district, ladder.a_stick("laptop"))
    send_up(district, ladder.a_stick("up"))
    carry(ladder.a_stick("up"), province)
    long = COMMENT + ", và " * 200
    returning.return_visit(province, row.id, long)
    answer(province, district, ladder.a_stick("down"))
    answer(province, district, ladder.a_stick("down again"))
    assert passing_on.waiting(district) == passing_on.pass_on(district) == ()
    assert len(returns_of(district, row.id)) == 1
    assert visits.read_visit(district, row.id).returned == long.strip(), "a long comment is not cut"
    send_up(district, ladder.a_stick("up again"))
    carry(ladder.a_stick("up again"), province)
    answer(province, district, ladder.a_stick("third"))
    assert len(returns_of(district, row.id)) == 1, "what was passed on does not come back as a comment from above"


def test_it_goes_down_three_hops(ladder: CopiedLadder) -> None:
    (row,) = record(ladder.commune_laptop, "Phiêng An")
    to_office(ladder.commune_laptop, ladder.commune, ladder.a_stick("laptop"))
    for lower, upper, name in ((ladder.commune, ladder.district, "a"), (ladder.district, ladder.province, "b")):
        send_up(lower, ladder.a_stick(name))
        carry(ladder.a_stick(name), upper)
    returning.return_visit(ladder.province, row.id, COMMENT)
    answer(ladder.province, ladder.district, ladder.a_stick("c"))
    answer(ladder.district, ladder.commune, ladder.a_stick("d"))
    down(ladder, ladder.commune, ladder.commune_laptop, "e")
    assert visits.read_visit(ladder.commune_laptop, row.id).returned == COMMENT
