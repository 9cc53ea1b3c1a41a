"""Setting up a home and opening it again."""

import secrets
from pathlib import Path

import pytest

from chibo_desktop.domain.outcomes import Fault, Refusal
from chibo_desktop.services import founding
from chibo_desktop.services.desk import Desk, Role
from chibo_desktop.services.founding import Setup
from chibo_desktop.services.places import Places, is_founded
from chibo_desktop.storage.slots import Making
from tests.building.enrolled import Enrolled
from tests.building.exchange_town import LEAST, PASSPHRASE, Clock

MAKING = Making(secrets.token_bytes, LEAST)
NEW = "một câu khác cũng dài"


def setup(role: Role = Role.GROUP, machine: str = "  Quang   Thuận-9 ") -> Setup:
    return Setup(role, machine, "Hoàng Văn Mẫu", PASSPHRASE, "tổ trưởng", "Tổ số 09")


def open_(home: Path, passphrase: str = PASSPHRASE) -> Desk:
    return founding.open_desk(Places(home), passphrase, Clock(), secrets.token_bytes)


def test_a_home_remembers_who_works_there(tmp_path: Path) -> None:
    founding.found_home(Places(tmp_path / "a" / "b"), setup(), Clock(), MAKING)
    desk = open_(tmp_path / "a" / "b")
    assert (desk.me.machine, desk.me.person.post, desk.me.group.name) == ("Quang Thuận-9", "tổ trưởng", "Tổ số 09")
    assert not desk.is_office
    assert desk.me.office is None
    founding.close_desk(desk)


def test_an_office_is_its_own_first_machine(tmp_path: Path) -> None:
    founding.found_home(Places(tmp_path), setup(Role.OFFICE), Clock(), MAKING)
    desk = open_(tmp_path)
    assert desk.is_office
    assert (desk.me.office_name, len(desk.readers)) == ("Tổ số 09", 2)
    founding.close_desk(desk)


def test_a_home_is_never_set_up_twice(town: Enrolled) -> None:
    with pytest.raises(Refusal, match="HOME_TAKEN"):
        founding.found_home(town.first.places, setup(), town.clock, MAKING)


def test_a_machine_needs_a_name(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="NAME_MISSING"):
        founding.found_home(Places(tmp_path), setup(machine=" \u200b "), Clock(), MAKING)
    assert not list(tmp_path.iterdir())


def test_names_fit_into_the_papers_that_carry_them(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="NAME_LONG"):
        founding.found_home(Places(tmp_path), setup(machine="x" * 301), Clock(), MAKING)
    assert not list(tmp_path.iterdir())


def test_a_half_made_home_is_begun_anew(tmp_path: Path) -> None:
    places = Places(tmp_path)
    founding.found_home(places, setup(), Clock(), MAKING)
    places.slots.unlink()
    assert not is_founded(places)
    founding.found_home(places, setup(machine="khác"), Clock(), MAKING)
    desk = open_(tmp_path)
    assert desk.me.machine == "khác"
    founding.close_desk(desk)


def test_a_folder_that_cannot_be_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Fault, match="PATH_UNUSABLE"):
        founding.found_home(Places(tmp_path / "file" / "home"), setup(), Clock(), MAKING)


def test_nothing_opens_without_the_right_words(town: Enrolled) -> None:
    with pytest.raises(Refusal, match="PASSPHRASE_WRONG"):
        open_(town.first.places.home, "sai rồi sai rồi")
    with pytest.raises(Refusal, match="HOME_MISSING"):
        open_(town.root / "nowhere")


def test_the_code_on_paper_opens_and_sets_a_new_passphrase(tmp_path: Path) -> None:
    code = founding.found_home(Places(tmp_path), setup(), Clock(), MAKING)
    with pytest.raises(Refusal, match="PASSPHRASE_SHORT"):
        founding.open_desk_with_recovery(Places(tmp_path), code, "ngắn", Clock(), MAKING)
    with pytest.raises(Refusal, match="RECOVERY_CODE_TYPED_WRONG"):
        founding.open_desk_with_recovery(Places(tmp_path), "AAAA-BBBB", NEW, Clock(), MAKING)
    founding.close_desk(founding.open_desk_with_recovery(Places(tmp_path), code, NEW, Clock(), MAKING))
    founding.close_desk(open_(tmp_path, NEW))
    with pytest.raises(Refusal, match="PASSPHRASE_WRONG"):
        open_(tmp_path)


def test_the_code_of_another_home_opens_nothing(tmp_path: Path) -> None:
    founding.found_home(Places(tmp_path / "one"), setup(), Clock(), MAKING)
    other = founding.found_home(Places(tmp_path / "two"), setup(), Clock(), MAKING)
    with pytest.raises(Refusal, match="RECOVERY_CODE_WRONG"):
        founding.open_desk_with_recovery(Places(tmp_path / "one"), other, NEW, Clock(), MAKING)


def test_the_passphrase_is_changed_by_who_knows_it(town: Enrolled) -> None:
    with pytest.raises(Refusal, match="PASSPHRASE_WRONG"):
        founding.change_passphrase(town.first, "không phải câu này", NEW, LEAST)
    with pytest.raises(Refusal, match="PASSPHRASE_SHORT"):
        founding.change_passphrase(town.first, PASSPHRASE, "ngắn", LEAST)
    founding.change_passphrase(town.first, PASSPHRASE, NEW, LEAST)
    founding.close_desk(open_(town.first.places.home, NEW))


def test_damaged_key_files_are_named(town: Enrolled) -> None:
    places = town.first.places
    founding.close_desk(town.first)
    whole = places.device.read_bytes()
    places.device.write_bytes(whole[:-1])
    with pytest.raises(Refusal, match="SEAL_BROKEN"):
        open_(places.home)
    places.device.unlink()
    with pytest.raises(Fault, match="FILE_MISSING"):
        open_(places.home)
    places.device.write_bytes(whole)
    places.slots.write_text("{}")
    with pytest.raises(Refusal, match="SLOTS_DAMAGED"):
        open_(places.home)


def test_another_recovery_code_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    old = founding.found_home(Places(tmp_path), setup(), Clock(), MAKING)
    desk = open_(tmp_path)
    assert founding.recovery_code_confirmed_at(desk) is None, "a program that dies now has lost the code"
    founding.confirm_recovery_code(desk)
    assert founding.recovery_code_confirmed_at(desk) is not None
    code = founding.renew_recovery_code(desk)
    assert founding.recovery_code_confirmed_at(desk) is None
    founding.close_desk(desk)
    with pytest.raises(Refusal, match="RECOVERY_CODE_WRONG"):
        founding.open_desk_with_recovery(Places(tmp_path), old, NEW, Clock(), MAKING)
    founding.close_desk(founding.open_desk_with_recovery(Places(tmp_path), code, NEW, Clock(), MAKING))
    founding.close_desk(open_(tmp_path, NEW))
