from pathlib import Path

import pytest

from chibo_desktop.domain.outcomes import Fault
from chibo_desktop.storage.files import write_file


def test_writing_replaces_whole_and_leaves_no_rest(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_file(path, b"a much longer first text")
    write_file(path, b"short")
    assert path.read_bytes() == b"short"
    assert [found.name for found in tmp_path.iterdir()] == ["file"]
    assert path.stat().st_mode & 0o077 == 0


def test_a_folder_that_is_missing_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="FILE_MISSING"):
        write_file(tmp_path / "nowhere" / "file", b"x")
