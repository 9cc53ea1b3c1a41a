"""Writing to a stick, on real small file systems: what fails is named, and what is named is true."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chibo_desktop.domain.outcomes import Cancelled, Fault
from chibo_desktop.packets.drives import removable_drives
from chibo_desktop.packets.limits import KIB, MIB
from chibo_desktop.packets.stick import Step, StickFault, copy_file, replace_file, write_packet

NAME = "GOI-7F3K-000012.chibo"
DATA = os.urandom(300 * KIB)
BIG = b"\xa5" * (3 * MIB)


def mounted(place: Path, *options: str) -> None:
    """A tmpfs of one mebibyte at ``place``; skips where this process may not mount."""
    mount = shutil.which("mount")
    if sys.platform != "linux" or mount is None:
        pytest.skip("file systems are mounted for this test on Linux only")
    place.mkdir()
    done = subprocess.run([mount, "-t", "tmpfs", *options, "tmpfs", place], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"this process may not mount: {done.stderr.decode(errors='replace').strip()}")


def unmount(place: Path, *options: str) -> None:
    subprocess.run(["umount", *options, place], check=True)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "stick"
    mounted(place, "-o", "size=1m")
    yield place
    if place.is_mount():
        unmount(place)


def fault_of(folder: Path, data: bytes = DATA, **more: object) -> str:
    with pytest.raises(Fault) as failed:
        write_packet(folder, NAME, data, **more)  # type: ignore[arg-type] - passed on as they are
    return failed.value.code


def test_a_file_is_written_read_back_and_named(tmp_path: Path) -> None:
    told: list[tuple[Step, int, int, str]] = []
    final = write_packet(tmp_path, NAME, BIG, lambda *step: told.append(step))
    assert final == tmp_path / NAME
    assert final.read_bytes() == BIG
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    steps = list(dict.fromkeys(step for step, *_ in told))
    assert steps == [Step.CHECKING, Step.WRITING, Step.SYNCING, Step.READING_BACK, Step.NAMING, Step.DONE]
    assert told[-1] == (Step.DONE, len(BIG), len(BIG), NAME)


def test_a_large_file_goes_piece_by_piece_under_its_own_name(tmp_path: Path) -> None:
    source, folder = tmp_path / "book.db", tmp_path / "stick"
    folder.mkdir()
    source.write_bytes(BIG + DATA)
    told: list[tuple[Step, int, int, str]] = []
    final = copy_file(source, folder, lambda *step: told.append(step))
    assert final == folder / "book.db"
    assert final.read_bytes() == BIG + DATA
    assert told[-1] == (Step.DONE, len(BIG + DATA), len(BIG + DATA), "book.db")
    assert len([one for one in told if one[0] is Step.WRITING]) == 4
    with pytest.raises(Fault, match="STICK_NAME_TAKEN"):
        copy_file(source, folder)
    final.unlink()
    with pytest.raises(Cancelled):
        copy_file(source, folder, is_cancelled=lambda: True)
    assert list(folder.iterdir()) == []


def test_a_file_that_does_not_fit_is_refused_before_it_is_written(small: Path, tmp_path: Path) -> None:
    source = tmp_path / "book.db"
    source.write_bytes(BIG)
    with pytest.raises(Fault, match="STICK_FULL"):
        copy_file(source, small)
    assert list(small.iterdir()) == []


def test_a_small_file_takes_the_place_of_an_older_one_or_leaves_it(small: Path, tmp_path: Path) -> None:
    source = tmp_path / "list.sealed"
    replace_file(source, small)
    assert list(small.iterdir()) == []
    for data in (b"first", b"second"):
        source.write_bytes(data)
        replace_file(source, small)
        assert (small / source.name).read_bytes() == data
    source.write_bytes(BIG)
    with pytest.raises(Fault, match="STICK_FULL"):
        replace_file(source, small)
    assert (small / source.name).read_bytes() == b"second"
    assert [path.name for path in small.iterdir()] == [source.name]


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"older")
    assert fault_of(tmp_path) == StickFault.NAME_TAKEN
    assert (tmp_path / NAME).read_bytes() == b"older"


def test_a_name_that_is_taken_while_writing_is_left_alone(tmp_path: Path) -> None:
    def take(step: Step, done: int, total: int, name: str) -> None:
        if step is Step.NAMING:
            (tmp_path / NAME).write_bytes(b"faster")

    assert fault_of(tmp_path, progress=take) == StickFault.NAME_TAKEN
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    assert (tmp_path / NAME).read_bytes() == b"faster"


def test_a_file_system_without_links_is_written_to_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FAT has no links; its answer is given here because FAT cannot be made everywhere."""

    def no_links(source: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted", str(source))

    monkeypatch.setattr(os, "link", no_links)
    assert write_packet(tmp_path, NAME, DATA).read_bytes() == DATA
    assert [path.name for path in tmp_path.iterdir()] == [NAME]

    def take(step: Step, done: int, total: int, name: str) -> None:
        if step is Step.NAMING:
            (tmp_path / "other.chibo").write_bytes(b"faster")

    with pytest.raises(Fault) as failed:
        write_packet(tmp_path, "other.chibo", DATA, take)
    assert failed.value.code == StickFault.NAME_TAKEN
    assert (tmp_path / "other.chibo").read_bytes() == b"faster"


def test_a_rest_of_an_earlier_attempt_is_replaced(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.part").write_bytes(b"half")
    assert write_packet(tmp_path, NAME, DATA).read_bytes() == DATA


@pytest.mark.parametrize("at", [Step.CHECKING, Step.WRITING, Step.SYNCING, Step.READING_BACK])
def test_stopping_leaves_nothing_behind(tmp_path: Path, at: Step) -> None:
    reached: list[Step] = []
    with pytest.raises(Cancelled):
        write_packet(tmp_path, NAME, BIG, lambda step, done, total, name: reached.append(step), lambda: at in reached)
    assert list(tmp_path.iterdir()) == []


def test_too_little_room_is_seen_before_writing(small: Path) -> None:
    steps: list[Step] = []
    assert fault_of(small, b"x" * (600 * KIB), progress=lambda step, *_: steps.append(step)) == StickFault.FULL
    assert steps == [Step.CHECKING]
    assert list(small.iterdir()) == []


def test_a_stick_that_fills_up_while_writing_is_full(small: Path) -> None:
    def fill(step: Step, done: int, total: int, name: str) -> None:
        if step is Step.CHECKING:
            (small / "film").write_bytes(b"x" * (900 * KIB))

    # The room is asked after the first step is told, so a pretended size of the medium is not needed.
    assert fault_of(small, progress=fill) == StickFault.FULL
    assert [path.name for path in small.iterdir()] == ["film"]


def test_a_stick_that_another_program_fills_during_the_write(small: Path) -> None:
    def fill(step: Step, done: int, total: int, name: str) -> None:
        if step is Step.WRITING and not (small / "film").exists():
            free = shutil.disk_usage(small).free
            (small / "film").write_bytes(b"x" * free)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("chibo_desktop.packets.stick._PIECE", 64 * KIB)
        assert fault_of(small, progress=fill) == StickFault.FULL
    assert [path.name for path in small.iterdir()] == ["film"]


def test_a_locked_stick_is_read_only(tmp_path: Path) -> None:
    place = tmp_path / "locked"
    mounted(place, "-o", "ro,size=1m")
    try:
        assert fault_of(place) == StickFault.READ_ONLY
    finally:
        unmount(place)


def test_a_missing_stick_is_gone(tmp_path: Path) -> None:
    assert fault_of(tmp_path / "nowhere") == StickFault.GONE


@pytest.mark.parametrize("at", [Step.CHECKING, Step.SYNCING, Step.NAMING])
def test_a_stick_that_is_pulled_out_is_gone(small: Path, at: Step) -> None:
    # A folder that belongs to the stick, as sticks are written to: what is mounted below it vanishes with it.
    folder = small / "packets"
    folder.mkdir()

    def pull(step: Step, done: int, total: int, name: str) -> None:
        if step is at and small.is_mount():
            unmount(small, "-l")

    assert fault_of(folder, progress=pull) == StickFault.GONE
    assert list(small.iterdir()) == []


def test_a_stick_that_gives_back_something_else_is_not_believed(tmp_path: Path) -> None:
    def corrupt(step: Step, done: int, total: int, name: str) -> None:
        if step is Step.SYNCING:
            with (tmp_path / f"{NAME}.part").open("r+b") as file:
                file.seek(1000)
                file.write(b"\0\0\0\0")

    assert fault_of(tmp_path, progress=corrupt) == StickFault.READBACK
    assert list(tmp_path.iterdir()) == []


def test_a_stick_that_swallows_the_end_is_not_believed(tmp_path: Path) -> None:
    def shorten(step: Step, done: int, total: int, name: str) -> None:
        if step is Step.SYNCING:
            os.truncate(tmp_path / f"{NAME}.part", 10)

    assert fault_of(tmp_path, progress=shorten) == StickFault.READBACK
    assert list(tmp_path.iterdir()) == []


def test_removable_drives_are_listed_with_what_people_ask() -> None:
    for drive in removable_drives():
        assert drive.path.is_dir()
        assert drive.label
        assert drive.free >= 0


def test_a_mounted_stick_is_listed(tmp_path: Path) -> None:
    """A real image on a loop device below /media, where desktops mount sticks."""
    place = Path("/media/chibo-test-stick")
    tools = [shutil.which(name) for name in ("mkfs.ext4", "mount", "umount")]
    if sys.platform != "linux" or not all(tools):
        pytest.skip("this system lacks the tools to make and mount an image")
    image = tmp_path / "image"
    image.write_bytes(bytes(4 * MIB))
    subprocess.run([str(tools[0]), "-q", "-L", "KINGSTON", image], check=True, capture_output=True)
    try:
        place.mkdir(parents=True)
    except OSError as error:
        pytest.skip(f"this process may not write below /media: {error}")
    try:
        done = subprocess.run([str(tools[1]), "-o", "loop", image, place], capture_output=True, check=False)
        if done.returncode:
            pytest.skip(f"this process may not mount: {done.stderr.decode(errors='replace').strip()}")
        try:
            (found,) = [drive for drive in removable_drives() if drive.path == place]
            assert found.free > 0
            assert found.label in {"KINGSTON", place.name}
            assert write_packet(place, NAME, DATA).read_bytes() == DATA
        finally:
            unmount(place)
    finally:
        place.rmdir()
