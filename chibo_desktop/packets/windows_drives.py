"""Removable volumes of Windows, by the letters under which people know them.

Written from Microsoft's documentation (winbase.h, winioctl.h): sticks report ``DRIVE_REMOVABLE``; disks in a case
report ``DRIVE_FIXED`` and are known by their bus. An empty card reader must not bring up the system's own question.
"""

import ctypes
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

_REMOVABLE: Final = 2
_FIXED: Final = 3
_LETTERS: Final = 26
_NAME: Final = 261
_NO_QUESTIONS: Final = 0x0001  # SEM_FAILCRITICALERRORS
_READ_ONLY_VOLUME: Final = 0x0008_0000
_SHARED: Final = 0x3  # FILE_SHARE_READ | FILE_SHARE_WRITE
_OPEN_EXISTING: Final = 3
_NO_HANDLE: Final = (None, 0, -1, 0xFFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF)
_QUERY_PROPERTY: Final = 0x002D_1400  # IOCTL_STORAGE_QUERY_PROPERTY
_BUS_AT: Final = 28  # STORAGE_DEVICE_DESCRIPTOR.BusType
_BUS_USB: Final = 7
_ANSWER: Final = 1024


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume by its root (``E:\\``), its label, and whether it is write-protected."""

    root: str
    name: str
    locked: bool


def kernel() -> Any:
    """The system's library; only Windows has it."""
    return getattr(ctypes, "windll").kernel32  # noqa: B009 - an attribute that only Windows has


def removable_volumes(kernel: Any) -> Iterator[Volume]:
    """Every volume with a medium in it that is removable or hangs on USB, by letter."""
    kernel.SetErrorMode(_NO_QUESTIONS)
    letters = kernel.GetLogicalDrives()
    for index in range(_LETTERS):
        root = f"{chr(ord('A') + index)}:\\"
        if letters >> index & 1 and _is_removable(kernel, root):
            name, flags = ctypes.create_unicode_buffer(_NAME), ctypes.c_uint32(0)
            if kernel.GetVolumeInformationW(root, name, _NAME, None, None, ctypes.byref(flags), None, 0):
                yield Volume(root, name.value, bool(flags.value & _READ_ONLY_VOLUME))


def _is_removable(kernel: Any, root: str) -> bool:
    kind = kernel.GetDriveTypeW(root)
    return kind == _REMOVABLE or (kind == _FIXED and _bus_of(kernel, root) == _BUS_USB)


def _bus_of(kernel: Any, root: str) -> int | None:
    """The bus that a disk hangs on; ``None`` where the system does not tell."""
    handle = kernel.CreateFileW(f"\\\\.\\{root[:2]}", 0, _SHARED, None, _OPEN_EXISTING, 0, None)
    if handle in _NO_HANDLE:
        return None
    try:
        query = ctypes.create_string_buffer(struct.pack("<III", 0, 0, 0))  # StorageDeviceProperty, standard query
        answer, length = ctypes.create_string_buffer(_ANSWER), ctypes.c_uint32(0)
        told = kernel.DeviceIoControl(
            handle, _QUERY_PROPERTY, query, len(query), answer, _ANSWER, ctypes.byref(length), None
        )
        if not told or length.value < _BUS_AT + 4:
            return None
        return int(struct.unpack_from("<I", answer.raw, _BUS_AT)[0])
    finally:
        kernel.CloseHandle(handle)
