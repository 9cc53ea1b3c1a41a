"""A FAT16 file system in a file, as sticks have it: for machines without mkfs.vfat."""

import struct
from pathlib import Path

_SECTOR, _SECTORS = 512, 16_384
_CLUSTER, _RESERVED, _TABLES, _ROOT, _TABLE = 4, 1, 2, 512, 64


def format_fat16(path: Path, label: str) -> None:
    """Eight mebibytes, empty (Microsoft FAT specification, 1.03: boot sector and two tables)."""
    boot = bytearray(_SECTOR)
    boot[0:11] = b"\xeb\x3c\x90MSDOS5.0"
    geometry = (_SECTOR, _CLUSTER, _RESERVED, _TABLES, _ROOT, _SECTORS, 0xF8, _TABLE, 32, 64, 0, 0)
    struct.pack_into("<HBHBHHBHHHII", boot, 11, *geometry)
    struct.pack_into("<BBBI", boot, 36, 0x80, 0, 0x29, 0x2026_1124)
    boot[43:62] = label.encode("ascii").ljust(11)[:11] + b"FAT16   "
    boot[510:512] = b"\x55\xaa"
    with path.open("wb") as image:
        image.truncate(_SECTORS * _SECTOR)
        image.write(boot)
        for table in range(_TABLES):
            image.seek((_RESERVED + table * _TABLE) * _SECTOR)
            image.write(b"\xf8\xff\xff\xff")
