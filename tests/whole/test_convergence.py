"""One state, however the packets come: in any order, twice, one by one, from a folder, or with one of them missing."""

import dataclasses
import itertools
from pathlib import Path

import pytest

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.services import doctor, receiving, sending, status, visits
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.status import Status
from chibo_desktop.storage import log, register
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange_town import acknowledge, amend, pack, record

Everything = tuple[str, tuple[bytes, ...], Status, frozenset[str]]
"""Digest, register, counts, and the ids of the entries."""
ORDERS = list(itertools.permutations(range(4)))


@dataclasses.dataclass(frozen=True)
class Story:
    """Homes as they were before anything was merged, and the four packets."""

    homes: Path
    packets: tuple[Path, ...]


@pytest.fixture(scope="module")
def story(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Two laptops with two packets each; the last packet amends, withdraws, and knows what the first one brought."""
    root = tmp_path_factory.mktemp("story")
    town = Enrolled(template, root)
    packets: list[Path] = []
    for laptop, cells in ((town.first, "AB"), (town.second, "CD")):
        record(laptop, *(f"Chi bộ {cell}" for cell in cells))
        packets.append(pack(laptop, town.stick))
        sending.enter_receipt_code(laptop, 1, acknowledge(laptop, 1))
    record(town.first, "Chi bộ E")
    packets.append(pack(town.first, town.stick))
    (fourth, third) = visits.list_visits(town.second, visits.VisitFilter())
    amend(town.second, third.id, lambda visit: dataclasses.replace(visit, opinions=visit.opinions[:1]))
    amend(
        town.second,
        third.id,
        lambda visit: dataclasses.replace(visit, chair=dataclasses.replace(visit.chair, name="Ví")),
    )
    visits.withdraw(town.second, fourth.id, "ghi nhầm")
    packets.append(pack(town.second, town.stick))
    town.close()
    return Story(template, tuple(packets))


@pytest.fixture
def clerk(story: Story, tmp_path: Path) -> Desk:
    town = Enrolled(story.homes, tmp_path)
    return town.clerk


def everything(desk: Desk) -> Everything:
    """All that merging makes, but for what the office itself notes of it."""
    foreign = (entry.head for entry in log.all_entries(desk.book) if entry.head.device != desk.me.device)
    entries = frozenset(head.id for head in foreign)
    return status.digest(desk), tuple(register.dump_register(desk.book)), status.status(desk), entries


@pytest.fixture(scope="module")
def expected(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Everything:
    desk = Enrolled(story.homes, tmp_path_factory.mktemp("expected")).clerk
    receiving.merge(desk, [story.packets[0].parent])
    return everything(desk)


def test_what_is_expected_is_the_whole(expected: Everything) -> None:
    _, lines, counts, entries = expected
    assert (len(lines), len(entries)) == (5, 8)
    assert (counts.visits[VisitState.MERGED], counts.visits[VisitState.WITHDRAWN]) == (4, 1)
    assert (counts.gaps, counts.conflicts, counts.held, counts.forks) == ((), 0, {}, ())


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: "".join(map(str, order)))
def test_every_order_and_every_repetition_give_one_state(
    story: Story, clerk: Desk, expected: Everything, order: tuple[int, ...]
) -> None:
    for place in order:
        merge_one(clerk, story.packets[place])
    assert everything(clerk) == expected
    for place in order:
        report = merge_one(clerk, story.packets[place])
        assert (report.entries.new, report.visits) == (0, ())
    assert everything(clerk) == expected
    assert doctor.examine(clerk).is_sound, "the register is the fold of the log"


@pytest.mark.parametrize("missing", range(4))
def test_one_packet_missing_is_named_and_holds_nothing_back(
    story: Story, clerk: Desk, expected: Everything, missing: int
) -> None:
    for place in range(4):
        if place != missing:
            merge_one(clerk, story.packets[place])
    found = status.status(clerk)
    machine = ("Quang Thuận-1", "Quang Thuận-2")[missing % 2]
    gaps = [(machine, 1, 2)] if missing < 2 else []
    assert [(gap.machine, gap.first, gap.last) for gap in found.gaps] == gaps
    assert sum(found.visits.values()) == {0: 3, 1: 4, 2: 4, 3: 5}[missing]
    assert doctor.examine(clerk).is_sound
    assert everything(clerk) != expected
    merge_one(clerk, story.packets[missing])
    assert everything(clerk) == expected


def test_overlapping_packets_bring_each_entry_once(
    story: Story, clerk: Desk, tmp_path: Path, expected: Everything
) -> None:
    receiving.merge(clerk, [story.packets[3], story.packets[0].parent, *story.packets])
    assert everything(clerk) == expected


def test_a_visit_reads_the_same_whatever_came_first(story: Story, tmp_path: Path) -> None:
    forth = Enrolled(story.homes, tmp_path / "1").clerk
    back = Enrolled(story.homes, tmp_path / "2").clerk
    receiving.merge(forth, story.packets)
    receiving.merge(back, story.packets[::-1])
    ids = [VisitId(row.id) for row in visits.list_visits(forth, visits.VisitFilter())]
    assert len(ids) == 5
    for id_ in ids:
        assert visits.read_visit(forth, id_).visit == visits.read_visit(back, id_).visit
