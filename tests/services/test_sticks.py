"""Looking through a stick: what each file is for this machine, and what to do. Nothing changes, on either side."""

from pathlib import Path

import pytest

from chibo_desktop.domain.outcomes import Fault
from chibo_desktop.services import receipts, sending, status, sticks
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.sticks import Advice, Direction, Standing
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange_town import Town, know, pack, record
from tests.services.test_receiving import spoil_part


def standings(desk: Desk, folder: Path) -> dict[str, Standing]:
    return {file.name: file.standing for file in sticks.look(desk, folder).files}


def advice(desk: Desk, folder: Path) -> tuple[Advice, ...]:
    return sticks.look(desk, folder).advice


def test_a_stick_on_its_way_up(town: Enrolled) -> None:
    record(town.first, "Chi bộ A", "Chi bộ B")
    path = pack(town.first, town.stick)
    (own,) = sticks.look(town.first, town.stick).files
    assert (own.standing, own.direction, own.number) == (Standing.OWN, Direction.UP, 1)
    assert advice(town.first, town.stick) == (Advice.CARRY,)
    (new,) = sticks.look(town.clerk, town.stick).files
    assert (new.standing, new.entries, new.machine, new.number) == (Standing.NEW, 2, "Quang Thuận-1", 1)
    assert advice(town.clerk, town.stick) == (Advice.MERGE,)
    assert standings(town.second, town.stick) == {path.name: Standing.ELSEWHERE}
    assert advice(town.second, town.stick) == ()


def test_a_stick_on_its_way_down(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    up = pack(town.first, town.stick)
    merge_one(town.clerk, up)
    assert standings(town.clerk, town.stick) == {up.name: Standing.KNOWN}
    assert advice(town.clerk, town.stick) == (Advice.WRITE_RECEIPTS,)
    (down,) = receipts.write_receipts(town.clerk, town.stick).value
    assert standings(town.clerk, town.stick) == {up.name: Standing.KNOWN, down.name: Standing.OWN}
    assert standings(town.first, town.stick) == {up.name: Standing.OWN, down.name: Standing.NEW}
    assert advice(town.first, town.stick) == (Advice.READ_RECEIPTS, Advice.CARRY)
    assert standings(town.second, town.stick)[down.name] is Standing.ELSEWHERE
    merge_one(town.first, down.path)
    assert standings(town.first, town.stick) == {up.name: Standing.OWN_ACKNOWLEDGED, down.name: Standing.KNOWN}
    assert advice(town.first, town.stick) == ()


def test_looking_changes_nothing(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    pack(town.first, town.stick)
    spoil_part(pack(town.first, town.stick), town, town.first)
    before = [(status.status(desk), status.digest(desk)) for desk in (town.clerk, town.first)]
    files = {file.name: file.read_bytes() for file in town.stick.iterdir()}
    for desk in (town.clerk, town.first):
        sticks.look(desk, town.stick)
    assert [(status.status(desk), status.digest(desk)) for desk in (town.clerk, town.first)] == before
    assert {file.name: file.read_bytes() for file in town.stick.iterdir()} == files


def test_a_damaged_copy_of_an_own_packet_is_told_from_a_whole_one(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    path = pack(town.first, town.stick)
    data = bytearray(path.read_bytes())
    data[-20] ^= 1
    path.write_bytes(data)
    assert standings(town.first, town.stick) == {path.name: Standing.OWN_DAMAGED}
    assert advice(town.first, town.stick) == (Advice.WRITE_AGAIN, Advice.REPLACE_STICK)
    assert standings(town.clerk, town.stick) == {path.name: Standing.DAMAGED}
    assert advice(town.clerk, town.stick) == (Advice.ASK_AGAIN,)
    path.unlink()
    sending.copy_again(town.first, 1, town.stick)
    assert standings(town.first, town.stick) == {path.name: Standing.OWN}


def test_a_machine_that_nobody_enrolled_and_rests_of_a_broken_write(town: Enrolled, tmp_path: Path) -> None:
    other = Town(tmp_path / "other")
    stranger = other.laptop("Vi Hương-1", "Tổ số 02", "Đặng Văn Thử")
    know(stranger, town.clerk)
    record(stranger, "Chi bộ C")
    pack(stranger, town.stick)
    other.close()
    (town.stick / "GOI-7F3K-000009.chibo.part").write_bytes(b"half")
    (town.stick / "thư mời.docx").write_bytes(b"not ours")
    report = sticks.look(town.clerk, town.stick)
    (file,) = report.files
    assert (file.standing, file.code, file.machine, file.person) == (
        Standing.WAITING,
        "E_SIGNER",
        "Vi Hương-1",
        "Đặng Văn Thử",
    )
    assert report.rests == ("GOI-7F3K-000009.chibo.part",)
    assert report.advice == (Advice.ENROL, Advice.REMOVE_RESTS)


def test_other_files_of_the_name_and_folders_that_are_not_there(town: Enrolled) -> None:
    (town.stick / "GOI-AAAA-000001.chibo").write_bytes(b"junk")
    (town.stick / "la.chibo").mkdir()
    report = sticks.look(town.clerk, town.stick)
    assert [(file.name, file.standing) for file in report.files] == [
        ("GOI-AAAA-000001.chibo", Standing.DAMAGED),
        ("la.chibo", Standing.UNREADABLE),
    ]
    assert report.advice == (Advice.ASK_AGAIN, Advice.REPLACE_STICK)
    with pytest.raises(Fault, match="FOLDER_MISSING"):
        sticks.look(town.clerk, town.stick / "nowhere")
