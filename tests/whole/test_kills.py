"""`kill -9` at any moment: what the program called done is there, once, and the next thing works."""

import random
import shutil
from pathlib import Path

import pytest

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.services import doctor, drafts, founding, receiving, sending, status, visits
from chibo_desktop.services.arriving import Result
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import log
from tests.building.enrolled import Enrolled
from tests.building.exchange_town import acknowledge, pack, record
from tests.building.killed import export_on, finalise_on, killed_at_work, merge_all_on, merge_on, open_home, type_on

KILLS = 20
PACKETS = 12


def moments(seed: str, most: float) -> list[float]:
    """Seconds of work before each kill; the first ones are the shortest."""
    chance = random.Random(seed)
    return sorted(chance.uniform(0, most) for _ in range(KILLS))


def home_of(desk: Desk) -> Path:
    """The home of a desk, closed."""
    founding.close_desk(desk)
    return desk.places.home


def assert_sound(desk: Desk) -> None:
    report = doctor.examine(desk)
    assert report.is_sound, [check for check in report.checks if check.problems]
    places = [(entry.head.epoch, entry.head.seq) for entry in log.all_entries(desk.book)]
    assert len(set(places)) == len(places)
    assert not list(desk.places.home.glob("*.part"))


def test_killed_while_typing(town: Enrolled) -> None:
    visit = drafts.begin_draft(town.first).value
    home, saved = home_of(town.first), 0
    for seconds in moments("typing", 0.06):
        told = killed_at_work(type_on, home, Path(visit.id), seconds)
        assert told == list(range(saved + 1, saved + 1 + len(told)))
        saved = told[-1] if told else saved
        desk = open_home(home)
        draft = drafts.interrupted_draft(desk)
        assert draft is not None
        found = int(draft.visit.closing.conclusion or 0)
        assert found in {saved, saved + 1}, "the last save may be done and not yet told"
        assert draft.place == (f"closing.{found}" if found else "general")
        assert visits.count_visits(desk, visits.VisitFilter()) == 1
        saved = found
        founding.close_desk(desk)
    assert saved > KILLS
    assert_sound(open_home(home))


def test_killed_while_finalising(town: Enrolled) -> None:
    home = home_of(town.first)
    begun: set[VisitId] = set()
    finalised: set[VisitId] = set()
    for seconds in moments("finalising", 0.15):
        for what, visit in killed_at_work(finalise_on, home, home, seconds):
            (begun if what == "begun" else finalised).add(visit)
        desk = open_home(home)
        rows = {row.id: row.state for row in visits.list_visits(desk, visits.VisitFilter(), limit=10_000)}
        assert set(rows) >= begun
        assert {visit for visit, state in rows.items() if state is VisitState.FINALISED} >= finalised
        for visit, state in rows.items():
            entries = [line.kind for line in visits.history(desk, visit)] if state is VisitState.FINALISED else []
            assert entries == (["visit.recorded"] if state is VisitState.FINALISED else [])
            assert (state is VisitState.DRAFT) == is_draft(desk, visit)
        begun |= set(rows)
        founding.close_desk(desk)
    desk = open_home(home)
    assert len(finalised) > KILLS
    assert_sound(desk)
    seqs = [entry.head.seq for entry in log.all_entries(desk.book)]
    assert seqs == list(range(1, len(seqs) + 1)), "a crash is not taken for a restored book"
    founding.close_desk(desk)


def is_draft(desk: Desk, visit: VisitId) -> bool:
    try:
        drafts.load_draft(desk, visit)
    except Refusal:
        return False
    return True


def test_killed_while_exporting(town: Enrolled) -> None:
    record(town.first, "Chi bộ A", "Chi bộ B")
    home, names = home_of(town.first), set[str]()
    for seconds in moments("exporting", 0.15):
        told = killed_at_work(export_on, home, town.stick, seconds)
        assert not names & set(told), "no name is given twice"
        desk = open_home(home)
        for name in told:
            assert (town.stick / name).read_bytes() == (desk.places.outbox / name).read_bytes()
        for path in town.stick.glob("*.chibo"):
            assert receiving.verify(town.clerk, path).whole, "nothing stands under its final name that is not whole"
            names.add(path.name)
            path.unlink()
        states = status.status(desk).visits
        assert states[VisitState.PACKED] + states[VisitState.FINALISED] == 2
        assert not told or states[VisitState.PACKED] == 2
        (file,) = sending.pack_to(desk, town.stick, everything=True).value.files
        assert file.name not in names
        founding.close_desk(desk)
    assert len(names) > KILLS
    assert_sound(open_home(home))


@pytest.fixture(scope="module")
def packets(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stick with a packet for each of some visits."""
    town = Enrolled(template, tmp_path_factory.mktemp("packets"))
    for number in range(1, PACKETS + 1):
        record(town.first, f"Chi bộ {number}")
        pack(town.first, town.stick)
        sending.enter_receipt_code(town.first, number, acknowledge(town.first, number))
    town.close()
    return town.stick


def test_killed_while_merging(town: Enrolled, packets: Path, template: Path, tmp_path: Path) -> None:
    receiving.merge(town.clerk, [packets])
    expected = status.digest(town.clerk)
    home, merged = tmp_path / "office again", 0
    for place, seconds in enumerate(moments("merging", 0.3)):
        shutil.copytree(template / "office", home)
        told = dict(killed_at_work(merge_on, home, packets, seconds))
        desk = open_home(home)
        for name in told:
            (again,) = receiving.merge(desk, [packets / name]).value.files
            assert (again.result, again.entries.new) == (Result.DUPLICATE, 0), "what was called merged is there"
        counted = status.status(desk).visits[VisitState.MERGED]
        assert counted in {len(told), len(told) + 1}
        receiving.merge(desk, [packets])
        assert status.status(desk).visits[VisitState.MERGED] == PACKETS, "nothing is doubled"
        assert status.digest(desk) == expected
        if place % 5 == 0:
            assert_sound(desk)
        founding.close_desk(desk)
        shutil.rmtree(home)
        merged += len(told)
    assert merged > KILLS


def test_killed_while_merging_with_a_second_process(
    town: Enrolled, packets: Path, template: Path, tmp_path: Path
) -> None:
    receiving.merge(town.clerk, [packets])
    expected = status.digest(town.clerk)
    home, most = tmp_path / "office again", 0
    for seconds in moments("merging many", 0.6)[::2]:
        shutil.copytree(template / "office", home)
        done = max(killed_at_work(merge_all_on, home, packets, seconds), default=0)
        desk = open_home(home)
        assert status.status(desk).visits[VisitState.MERGED] >= done, "what was called merged is there"
        files = receiving.merge(desk, [packets]).value.files
        assert [one.result for one in files[:done]] == [Result.DUPLICATE] * done
        assert status.digest(desk) == expected
        founding.close_desk(desk)
        shutil.rmtree(home)
        most = max(most, done)
    assert most == PACKETS
