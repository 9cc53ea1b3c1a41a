from pathlib import Path

import pytest

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.storage.places import require_safe

_MOUNTS = """/dev/vda / ext4 rw 0 0
server:/export /mnt/share nfs4 rw 0 0
//server/chibo /mnt/with\\040blank cifs rw 0 0
tmpfs /mnt/share/local tmpfs rw 0 0
"""


@pytest.mark.parametrize("folder", ["/mnt/share", "/mnt/share/deep/er", "/mnt/with blank/home"])
def test_network_shares_are_refused(folder: str) -> None:
    with pytest.raises(Refusal, match="PLACE_UNSAFE") as refused:
        require_safe(Path(folder), _MOUNTS)
    assert refused.value.data["reason"] == "network"


@pytest.mark.parametrize("folder", ["/home/an", "/mnt", "/mnt/share/local/x", "/mnt/shared"])
def test_disks_of_this_machine_are_taken(folder: str) -> None:
    require_safe(Path(folder), _MOUNTS)


@pytest.mark.parametrize(
    "name", ["OneDrive", "OneDrive - Tỉnh uỷ", "Dropbox", "Dropbox (Personal)", "Google Drive", "iCloud Drive"]
)
def test_folders_that_another_program_copies_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="PLACE_UNSAFE") as refused:
        require_safe(tmp_path / name / "chibo", _MOUNTS)
    assert refused.value.data == {"reason": "synced", "place": name}


def test_a_link_into_a_synced_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "chibo").symlink_to(tmp_path / "Dropbox")
    with pytest.raises(Refusal, match="PLACE_UNSAFE"):
        require_safe(tmp_path / "chibo", _MOUNTS)


def test_a_folder_whose_name_only_resembles_one_is_taken(tmp_path: Path) -> None:
    require_safe(tmp_path / "Dropboxes", _MOUNTS)
