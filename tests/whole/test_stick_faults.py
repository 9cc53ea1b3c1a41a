"""Sticks that fail in every way: "Đã ghi xong" is never said of a file that another machine could not read.

Two kinds of failure. *Real* ones are caused with file systems of this machine: a tmpfs that fills up, one that is
mounted read-only, one that is taken away, a FAT image on a loop device. *Injected* ones stand between the program and a
folder (``tests/building/faulty_stick.py``): an operating system offers no way to ask for a bit that flips in silence,
for a capacity that is a lie, or for a wire that garbles what it reads.
"""

import hashlib
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from chibo_desktop.domain.ids import EntryId
from chibo_desktop.domain.outcomes import Fault
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets import limits
from chibo_desktop.packets.encoding import to_text
from chibo_desktop.packets.stick import Step, StickFault
from chibo_desktop.services import receiving, sending
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.sending import Watch
from chibo_desktop.storage import delivery
from chibo_desktop.storage import packets as packet_book
from tests.building.enrolled import Enrolled
from tests.building.exchange_town import record
from tests.building.fat import format_fat16
from tests.building.faulty_stick import FAULTS, Front, Sound, StickFaulty

RUNS = [pytest.param(8, id="8"), pytest.param(200, id="200", marks=pytest.mark.soak)]


class Judge:
    """Looks at the stick as another machine would, and at the log of the one that wrote."""

    def __init__(self, town: Enrolled, folder: Path) -> None:
        self.laptop, self.clerk, self.folder = town.first, town.clerk, folder
        self.said: set[str] = set()

    def states(self) -> dict[EntryId, VisitState]:
        entries = [one for packet in packet_book.outgoing(self.laptop.book) for one in packet.entries]
        return delivery.states_of(self.laptop.book, entries)

    def look(self) -> None:
        """What was said must be true, what stands under a final name whole, and packed only what lies there."""
        sent = {one.file_name: one for one in packet_book.outgoing(self.laptop.book)}
        for path in self.folder.glob("*.chibo"):
            assert receiving.verify(self.clerk, path).whole, f"a file that is not whole stands as {path.name}"
        for name in self.said:
            assert name in sent
        for name, packet in sent.items():
            data = (self.folder / name).read_bytes()
            assert to_text(hashlib.sha256(data).digest()) == packet.file_hash
        packed = {entry for packet in sent.values() for entry in packet.entries}
        noted = delivery.delivery_counts(self.laptop.book).get(VisitState.PACKED, 0)
        assert noted == len(packed)


def attempt(laptop: Desk, folder: Path, watch: Watch = sending.QUIET) -> tuple[str, tuple[str, ...]]:
    """One export: how it ended, and the names of the files of which it was said that they are done."""
    told: list[str] = []

    def listen(step: Step, done: int, total: int, name: str) -> None:
        if step is Step.DONE:
            told.append(name)
        watch.progress(step, done, total, name)

    try:
        sending.pack_to(laptop, folder, watch=Watch(listen, watch.cancelled))
    except Fault as fault:
        return fault.code, tuple(told)
    return "done", tuple(told)


@pytest.mark.parametrize("runs", RUNS)
@pytest.mark.parametrize("fault", [Sound, *FAULTS], ids=lambda fault: fault.__name__)
def test_injected_faults(
    fault: type[StickFaulty], runs: int, town: Enrolled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exports in two files each, on a stick that breaks at a moment of its own."""
    monkeypatch.setattr(limits, "SPLIT_ENTRIES", 2)
    record(town.first, "Chi bộ A", "Chi bộ B", "Chi bộ C")
    endings: Counter[str] = Counter()
    for run in range(runs):
        folder = tmp_path / f"stick {run}"
        folder.mkdir()
        judge = Judge(town, folder)
        with monkeypatch.context() as patch, town.first.book.transaction():
            Front(folder, fault(Random(f"{fault.__name__} {run}")), patch)
            ending, said = attempt(town.first, folder)
            patch.undo()  # the stick is looked at by a machine that has no fault
            endings[ending] += 1
            judge.said.update(said)
            judge.look()
            _forget(town.first)
        assert set(endings) <= {"done", *map(str, StickFault)}, endings
    if fault is Sound:
        assert endings == {"done": runs}
    elif fault.__name__ in {"SilentFlip", "RenameRefused", "LosesNames"}:
        assert "done" not in endings
    else:
        assert len(endings) > ("done" in endings)


def _forget(laptop: Desk) -> None:
    """The next run begins where this one did: nothing was packed."""
    laptop.book.write("DELETE FROM outgoing")
    laptop.book.write("UPDATE delivery SET state = 'finalised'")
    for file in laptop.places.outbox.glob("*.chibo"):
        file.unlink()


# real file systems


def _run(*words: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([str(word) for word in words], capture_output=True, check=False)


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Mounts what it is told to below a place of its own; skips where that cannot be done here."""
    places: list[Path] = []

    def make(*words: str | Path) -> Path:
        if sys.platform != "linux" or shutil.which("mount") is None:
            pytest.skip("file systems are mounted for this test on Linux only")
        place = tmp_path / f"mounted {len(places)}"
        place.mkdir()
        done = _run("mount", *words, place)
        if done.returncode:
            pytest.skip(f"this cannot be mounted here: {done.stderr.decode(errors='replace').strip()}")
        places.append(place)
        return place

    yield make
    for place in places:
        if place.is_mount():
            _run("umount", "-l", place)


def test_a_real_stick_that_fills_up_while_it_is_written(
    town: Enrolled, mount: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Real: the room was there when it was looked at, and another program takes it during the write."""
    record(town.first, *(f"Chi bộ {number}" for number in range(30)))
    place = mount("-t", "tmpfs", "-o", "size=1m", "tmpfs")
    monkeypatch.setattr("chibo_desktop.packets.stick._PIECE", 4_096)

    def fill(step: Step, done: int, total: int, name: str) -> None:
        if step is Step.WRITING and not (place / "film").exists():
            (place / "film").write_bytes(b"x" * shutil.disk_usage(place).free)

    assert attempt(town.first, place, Watch(fill)) == (StickFault.FULL, ())
    assert [path.name for path in place.iterdir()] == ["film"]
    assert packet_book.outgoing(town.first.book) == ()
    (place / "film").unlink()
    assert attempt(town.first, place)[0] == "done"


def test_a_real_stick_that_is_locked(town: Enrolled, mount: Callable[..., Path]) -> None:
    """Real: mounted read-only."""
    record(town.first, "Chi bộ A")
    assert attempt(town.first, mount("-t", "tmpfs", "-o", "ro,size=1m", "tmpfs")) == (StickFault.READ_ONLY, ())
    assert packet_book.outgoing(town.first.book) == ()


@pytest.mark.parametrize("at", [Step.CHECKING, Step.WRITING, Step.SYNCING, Step.READING_BACK, Step.NAMING])
def test_a_real_stick_that_is_pulled_out(town: Enrolled, mount: Callable[..., Path], at: Step) -> None:
    """Real: the file system is taken from under the folder."""
    record(town.first, "Chi bộ A")
    place = mount("-t", "tmpfs", "-o", "size=1m", "tmpfs")
    folder = place / "goi tin"
    folder.mkdir()

    def pull(step: Step, done: int, total: int, name: str) -> None:
        if step is at and place.is_mount():
            _run("umount", "-l", place)

    assert attempt(town.first, folder, Watch(pull)) == (StickFault.GONE, ())
    assert packet_book.outgoing(town.first.book) == ()
    assert list(place.iterdir()) == []
    folder.mkdir()  # plugged in again
    assert attempt(town.first, folder)[0] == "done"


def test_a_real_stick_of_fat(town: Enrolled, mount: Callable[..., Path], tmp_path: Path) -> None:
    """Real: a FAT image on a loop device - no links, no owners - where the kernel knows FAT."""
    image = tmp_path / "image"
    format_fat16(image, "KINGSTON")
    place = mount("-t", "vfat", "-o", "loop", image)
    record(town.first, "Chi bộ A")
    ending, said = attempt(town.first, place)
    assert ending == "done"
    assert [path.name for path in place.iterdir()] == list(said)
    judge = Judge(town, place)
    judge.said.update(said)
    judge.look()


def test_a_large_export_is_split_and_each_file_is_a_whole_packet(town: Enrolled, tmp_path: Path) -> None:
    """No fault at all: three files, all of them said, all of them merged, in any order."""
    record(town.first, *(f"Chi bộ {number}" for number in range(5)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "SPLIT_ENTRIES", 2)
        ending, said = attempt(town.first, town.stick)
    assert (ending, len(said)) == ("done", 3)
    paths = [town.stick / name for name in reversed(said)]
    assert sum(report.entries.new for report in receiving.merge(town.clerk, paths).value.files) == 5


@pytest.mark.soak
def test_more_entries_than_one_file_may_hold(town: Enrolled) -> None:
    """Real: beyond the limit of the format."""
    record(town.first, *(f"Chi bộ {number}" for number in range(limits.SPLIT_ENTRIES + 1)))
    ending, said = attempt(town.first, town.stick)
    assert (ending, len(said)) == ("done", 2)
    reports = receiving.merge(town.clerk, [town.stick]).value.files
    assert sum(report.entries.new for report in reports) == limits.SPLIT_ENTRIES + 1
