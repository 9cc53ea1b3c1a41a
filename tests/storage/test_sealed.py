from pathlib import Path

import pytest

from chibo_desktop.domain.outcomes import Fault, Refusal
from chibo_desktop.storage.sealed import read_sealed, write_sealed
from tests.building.stored import KEY, counted_bytes


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    path = tmp_path / "device.sealed"
    write_sealed(path, KEY, b"a seed that nobody sees", counted_bytes())
    return path


def test_sealed_bytes_come_back_with_the_key(sealed: Path) -> None:
    assert read_sealed(sealed, KEY) == b"a seed that nobody sees"
    assert b"seed" not in sealed.read_bytes()


def test_another_key_reads_nothing(sealed: Path) -> None:
    with pytest.raises(Refusal, match="SEAL_BROKEN"):
        read_sealed(sealed, bytes(32))


def test_every_changed_byte_and_every_cut_breaks_the_seal(sealed: Path) -> None:
    whole = sealed.read_bytes()
    for at in range(len(whole)):
        for damaged in (whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :], whole[:at]):
            sealed.write_bytes(damaged)
            with pytest.raises(Refusal, match="SEAL_BROKEN"):
                read_sealed(sealed, KEY)


def test_a_missing_file_is_called_so(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="FILE_MISSING"):
        read_sealed(tmp_path / "device.sealed", KEY)
