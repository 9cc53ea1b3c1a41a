"""Which drives are offered: by what Linux writes into its files, and by what Windows answers to its calls."""

import ctypes
import struct
from pathlib import Path
from typing import Any

import pytest

from chibo_desktop.packets import drives, windows_drives
from chibo_desktop.packets.windows_drives import Volume


class Machine:
    """The files of a Linux machine in a folder, and mount points that exist."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lines: list[str] = []

    def disk(self, name: str, *, removable: bool, bus: str) -> None:
        block = self.root / f"sys/devices/{bus}/block/{name}"
        part = block / f"{name}1"
        part.mkdir(parents=True)
        (block / "removable").write_text("1\n" if removable else "0\n", "ascii")
        (part / "partition").write_text("1\n", "ascii")
        index = self.root / "sys/class/block"
        index.mkdir(parents=True, exist_ok=True)
        (index / name).symlink_to(block)
        (index / f"{name}1").symlink_to(part)

    def mount(self, device: str, where: Path, options: str = "rw,relatime") -> None:
        where.mkdir(parents=True, exist_ok=True)
        self.lines.append(f"{device} {str(where).replace(' ', chr(92) + '040')} vfat {options} 0 0")

    def label(self, device: str, name: str) -> None:
        node = self.root / device.removeprefix("/")
        node.parent.mkdir(parents=True, exist_ok=True)
        node.touch()
        labels = self.root / "dev/disk/by-label"
        labels.mkdir(parents=True, exist_ok=True)
        (labels / name).symlink_to(node)

    def drives(self) -> list[tuple[str, str, bool]]:
        mounts = self.root / "proc/self/mounts"
        mounts.parent.mkdir(parents=True)
        mounts.write_text("\n".join([*self.lines, "proc /proc proc rw 0 0", "tmpfs /run tmpfs rw 0 0"]), "utf-8")
        return [(one.label, one.path.name, one.locked) for one in drives.linux_drives(self.root)]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "machine")


def test_sticks_and_disks_on_usb_are_offered_and_the_machines_own_are_not(machine: Machine, tmp_path: Path) -> None:
    machine.disk("sda", removable=False, bus="pci0000:00/ata1")
    machine.disk("sdb", removable=True, bus="pci0000:00/usb2/2-1")
    machine.disk("sdc", removable=False, bus="pci0000:00/usb2/2-2")
    machine.label("/dev/sdb1", "KINGSTON\\x20TỔ\\x2005".replace("\\x20", "\\x20"))
    machine.mount("/dev/sda1", tmp_path / "data")
    machine.mount("/dev/sdb1", tmp_path / "Tổ 05")
    machine.mount("/dev/sdc1", tmp_path / "case", "ro,relatime")
    assert machine.drives() == [("KINGSTON TỔ 05", "Tổ 05", False), ("case", "case", True)]


def test_a_system_that_runs_from_a_stick_does_not_offer_itself(machine: Machine) -> None:
    machine.disk("sdb", removable=True, bus="pci0000:00/usb2/2-1")
    machine.lines.append("/dev/sdb1 / ext4 rw 0 0")
    assert machine.drives() == []


def test_a_drive_mounted_twice_stands_once_for_each_place(machine: Machine, tmp_path: Path) -> None:
    machine.disk("sdb", removable=True, bus="pci0000:00/usb2/2-1")
    machine.mount("/dev/sdb1", tmp_path / "one")
    machine.mount("/dev/sdb1", tmp_path / "one")
    assert machine.drives() == [("one", "one", False)]


def test_a_drive_that_vanished_is_left_out(machine: Machine, tmp_path: Path) -> None:
    machine.disk("sdb", removable=True, bus="pci0000:00/usb2/2-1")
    machine.mount("/dev/sdb1", tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert machine.drives() == []


class Kernel:
    """What Windows answers about its letters: kind, label, flags, bus. A letter without a label has no medium."""

    def __init__(self, **letters: tuple[int, str | None, int, int]) -> None:
        self.letters = letters
        self.quiet = False
        self.opened: list[str] = []
        self.closed = 0

    def SetErrorMode(self, mode: int) -> int:
        self.quiet = bool(mode & 1)
        return 0

    def GetLogicalDrives(self) -> int:
        return sum(1 << (ord(letter) - ord("A")) for letter in self.letters)

    def GetDriveTypeW(self, root: str) -> int:
        return self.letters[root[0]][0]

    def GetVolumeInformationW(self, root: str, name: Any, size: int, *rest: Any) -> int:
        assert self.quiet  # or an empty card reader stops everything with a question
        _, label, flags, _ = self.letters[root[0]]
        if label is None:
            return 0
        name.value = label
        rest[2]._obj.value = flags
        return 1

    def CreateFileW(self, path: str, *rest: Any) -> int:
        self.opened.append(path)
        return 42

    def DeviceIoControl(self, handle: int, code: int, query: Any, size: int, answer: Any, room: int, *rest: Any) -> int:
        assert (handle, code) == (42, 0x002D1400)
        bus = self.letters[self.opened[-1][-2]][3]
        ctypes.memmove(answer, struct.pack("<IIBBBBIIIII", 1, 40, 0, 0, 0, 0, 0, 0, 0, 0, bus), 32)
        rest[0]._obj.value = 40
        return 1

    def CloseHandle(self, handle: int) -> int:
        self.closed += 1
        return 1


def test_windows_offers_sticks_and_disks_on_usb() -> None:
    kernel = Kernel(
        C=(3, "Windows", 0, 11),
        D=(3, "TOSHIBA EXT", 0, 7),
        E=(2, "KINGSTON", 0x80000, 7),
        F=(2, None, 0, 7),
        G=(5, "DVD", 0, 2),
    )
    assert list(windows_drives.removable_volumes(kernel)) == [
        Volume("D:\\", "TOSHIBA EXT", locked=False),
        Volume("E:\\", "KINGSTON", locked=True),
    ]
    assert kernel.closed == len(kernel.opened) == 2
