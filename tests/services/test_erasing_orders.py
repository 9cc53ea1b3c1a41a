"""Erasing commutes with merging: entries and erasures one by one, in any order, some of them twice, give one state."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from chibo_desktop.domain.entries import Entry
from chibo_desktop.domain.ids import PacketId
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets.entry_intake import ReceivedEntry, parts_of
from chibo_desktop.services import archive, doctor, erasing, settling, status, visits, wiping
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import log
from chibo_desktop.storage.log import Source
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange_town import amend, pack, record
from tests.services.test_erasing import THU, everything, seeking

OTHER = "Hoàng Thị Mẫu"


@dataclass(frozen=True)
class Story:
    """Everything that was ever written about one visit, and what it comes to."""

    homes: Path
    entries: tuple[Entry, ...]
    digest: str
    gone: tuple[str, ...]


@pytest.fixture(scope="module")
def story(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Recorded, amended at odds by two machines, settled, erased for one, amended again, erased for another."""
    town = Enrolled(template, tmp_path_factory.mktemp("orders"))
    (row,) = record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    for desk, words in ((town.first, f"Giao {THU}, {OTHER} đôn đốc."), (town.clerk, f"Giao {THU}.")):
        amend(desk, row.id, lambda one, words=words: replace(one, closing=replace(one.closing, conclusion=words)))
    merge_one(town.clerk, pack(town.first, town.stick))
    (conflict,) = archive.folded(town.clerk, row.id).conflicts
    settling.settle(town.clerk, settling.Place(row.id, conflict.path), conflict.candidates[-1].entry)
    written = {entry.head.id: entry for entry in log.all_entries(town.clerk.book)}
    erasing.erase(town.clerk, [everything(one) for one in erasing.look(town.clerk, seeking(THU))], "đơn thứ nhất")
    amend(town.first, row.id, lambda one: replace(one, session=replace(one.session, end="22:00")))
    merge_one(town.clerk, pack(town.first, town.stick))
    written |= {entry.head.id: entry for entry in log.all_entries(town.first.book) if entry.head.subject == row.id}
    erasing.erase(town.clerk, [everything(one) for one in erasing.look(town.clerk, seeking(OTHER))], "đơn thứ hai")
    later = {entry.head.id: entry for entry in log.all_entries(town.clerk.book)}
    whole = later | written  # as they were before anything of them was erased
    found = tuple(entry for entry in whole.values() if entry.head.subject == row.id)
    digest = status.digest(town.clerk)
    assert THU not in str(visits.read_visit(town.clerk, row.id).visit)
    town.close()
    return Story(template, found, digest, (THU, OTHER))


@pytest.fixture
def reader(story: Story, tmp_path: Path) -> Iterator[Desk]:
    """The office before anything arrived: it knows its own machines."""
    town = Enrolled(story.homes, tmp_path)
    yield town.clerk
    town.close()


def test_the_story_is_the_whole_of_it(story: Story) -> None:
    kinds = [entry.head.kind for entry in story.entries]
    assert kinds.count("visit.recorded") == 1
    assert kinds.count("visit.amended") == 3
    assert kinds.count("conflict.settled") == 1
    assert kinds.count("part.erased") >= 8
    texts = [part.text or "" for entry in story.entries for part in entry.parts]
    assert any(THU in text for text in texts), "they travel as they were written"


def carry(desk: Desk, entries: Sequence[Entry]) -> None:
    added = log.add_entries(desk.book, entries, Source(PacketId("packet"), desk.clock()))
    fresh = {*added.new, *added.filled}
    again = log.written_of_again(desk.book, [one.head.subject for one in entries])
    archive.take_in(desk, [ReceivedEntry(one, parts_of(one)) for one in entries if one.head.id in fresh], again)


class _Over(Exception):
    """Raised to take the transaction back."""


@pytest.mark.parametrize("runs", [25, pytest.param(1000, marks=pytest.mark.soak)])
def test_every_order_gives_the_same_state_and_no_name(story: Story, reader: Desk, runs: int) -> None:
    for run in range(runs):
        order = list(story.entries) + random.Random(run).sample(story.entries, 4)
        random.Random(-run).shuffle(order)
        with pytest.raises(_Over):
            _arrive(story, reader, order, 1 + run % 3)


def _arrive(story: Story, reader: Desk, order: list[Entry], size: int) -> None:
    """Everything arrives, is looked at, and is taken back."""
    with reader.book.transaction():
        for at in range(0, len(order), size):
            carry(reader, order[at : at + size])
        assert status.digest(reader) == story.digest
        about = "".join(part.text or "" for entry in log.all_entries(reader.book) for part in entry.parts)
        assert not [name for name in story.gone if name in about]
        raise _Over


def test_chain_and_signatures_hold_in_any_order(story: Story, reader: Desk) -> None:
    order = list(story.entries)
    random.Random(7).shuffle(order)
    with reader.book.transaction():
        carry(reader, order)
    wiping.finish(reader)
    report = doctor.examine(reader)
    assert report.is_sound, report
    assert len(report.checks) >= 4


def test_the_other_way_round_the_register_is_the_same(story: Story, reader: Desk) -> None:
    with reader.book.transaction():
        for entry in reversed(story.entries):
            carry(reader, [entry])
    row = visits.list_visits(reader, visits.VisitFilter())[0]
    assert row.state is VisitState.MERGED
    assert (row.present, row.total, row.opinions) == (8, 9, 2)
