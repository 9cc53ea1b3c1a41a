"""The office above comes to the same verdict about who may speak of a visit as the one below, by the same papers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets.contents import VisitWithdrawn, texts_of
from chibo_desktop.services import logbook, status, visits
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import aside
from chibo_desktop.storage.aside import AsideReason
from tests.building.exchange_town import record
from tests.building.ladder import CopiedLadder, carry, ladder_in, ladder_template, send_up
from tests.services.test_forwarding import honest_shipment, repacked, to_office


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ladder_template(tmp_path_factory.mktemp("ladder"))


@pytest.fixture
def ladder(template: Path, tmp_path: Path) -> Iterator[CopiedLadder]:
    yield from ladder_in(template, tmp_path)


def withdraw(laptop: Desk, visit: str) -> None:
    with logbook.writing(laptop) as pen:
        pen.write(EntryKind.VISIT_WITHDRAWN, visit, texts_of(VisitWithdrawn(visit, "không phải của mình")))


@pytest.mark.parametrize("first", ["record", "withdrawal"])
def test_it_judges_as_the_office_below_does(ladder: CopiedLadder, first: str) -> None:
    """A laptop of another group has no say, above as below, although the office below sends everything all the same."""
    rival = ladder.laptop_of("Chợ Đồn-1", ladder.district)
    (visit,) = record(ladder.district_laptop, "Phiêng An")
    withdraw(rival, visit.id)
    laptops = [ladder.district_laptop, rival]
    for laptop in laptops if first == "record" else reversed(laptops):
        to_office(laptop, ladder.district, ladder.a_stick("laptop"))
    carry(repacked(ladder.district, ladder.a_stick("up"), honest_shipment(ladder.district)), ladder.province)
    below, above = (aside.entries_aside(desk.book, AsideReason.FOREIGN) for desk in (ladder.district, ladder.province))
    assert [one.entry for one in below] == [one.entry for one in above] != []
    assert status.digest(ladder.province) == status.digest(ladder.district)
    send_up(ladder.district, ladder.a_stick("honest"))
    assert visits.read_visit(ladder.province, visit.id).row.state is VisitState.MERGED
