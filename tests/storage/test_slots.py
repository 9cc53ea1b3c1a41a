import os
import time
from pathlib import Path

import pytest

from chibo_desktop.domain.outcomes import Fault, Refusal
from chibo_desktop.storage.recovery_code import key_of, new_recovery_code
from chibo_desktop.storage.slots import (
    Cost,
    Making,
    MasterKey,
    OfficeSlot,
    calibrated,
    change_passphrase,
    change_recovery_code,
    create_slots,
    new_master,
    office_slot,
    open_with_passphrase,
    open_with_recovery,
    put_office_slot,
)
from tests.building.stored import counted_bytes

CHEAP = Making(counted_bytes(), Cost(1, 8192))
MASTER = new_master(counted_bytes(100))
CODE = new_recovery_code(counted_bytes(200))
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@pytest.fixture
def slots(tmp_path: Path) -> Path:
    path = tmp_path / "slots.json"
    create_slots(path, MASTER, "mật khẩu của tôi", CODE, CHEAP)
    return path


def test_both_ways_lead_to_the_same_key(slots: Path) -> None:
    assert open_with_passphrase(slots, "mật khẩu của tôi") == MASTER
    assert open_with_recovery(slots, CODE) == MASTER


def test_the_same_letters_typed_decomposed_open_too(slots: Path) -> None:
    import unicodedata

    assert open_with_passphrase(slots, unicodedata.normalize("NFD", "mật khẩu của tôi")) == MASTER


@pytest.mark.parametrize("typed", ["", "Mật khẩu của tôi", "mật khẩu của tôi ", "mat khau cua toi"])
def test_a_wrong_passphrase_is_refused(slots: Path, typed: str) -> None:
    with pytest.raises(Refusal, match="PASSPHRASE_WRONG"):
        open_with_passphrase(slots, typed)


def test_changing_the_passphrase_keeps_the_key_and_the_code(slots: Path) -> None:
    change_passphrase(slots, MASTER, "mới", CHEAP)
    assert open_with_passphrase(slots, "mới") == MASTER
    assert open_with_recovery(slots, CODE) == MASTER
    with pytest.raises(Refusal, match="PASSPHRASE_WRONG"):
        open_with_passphrase(slots, "mật khẩu của tôi")


def test_changing_the_code_makes_the_lost_paper_worthless(slots: Path) -> None:
    other = new_recovery_code(counted_bytes(300))
    change_recovery_code(slots, MASTER, other, counted_bytes(400))
    assert open_with_recovery(slots, other) == MASTER
    with pytest.raises(Refusal, match="RECOVERY_CODE_WRONG"):
        open_with_recovery(slots, CODE)


def test_the_office_can_open_its_slot(slots: Path) -> None:
    assert office_slot(slots) is None
    slot = OfficeSlot(b"an age file", ("age1one", "age1other"), {"machine": "Quang Thuận-2"})
    put_office_slot(slots, slot)
    change_passphrase(slots, MASTER, "mới", CHEAP)
    assert office_slot(slots) == slot, "another passphrase leaves it as it is"


def test_keys_for_different_ends_differ_and_never_show() -> None:
    assert len({MASTER.secret, MASTER.book_key(), MASTER.device_key()}) == 3
    assert {len(MASTER.book_key()), len(MASTER.device_key())} == {32}
    assert MASTER.book_key() == MasterKey(MASTER.secret).book_key()
    assert repr(MASTER) == "MasterKey()"


def test_neither_secret_nor_passphrase_stands_in_the_file(slots: Path) -> None:
    text = slots.read_text()
    assert "khẩu" not in text
    assert CODE not in text
    assert slots.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "damage",
    [b"", b"{}", b"not json", b"[1]", b'{"format":"chibo slots v9","passphrase":{},"recovery":""}'],
)
def test_a_damaged_file_is_called_so(slots: Path, damage: bytes) -> None:
    slots.write_bytes(damage)
    with pytest.raises(Refusal, match="SLOTS_DAMAGED"):
        open_with_passphrase(slots, "mật khẩu của tôi")


@pytest.mark.parametrize(
    ("before", "after"),
    [('"memory": 8192', '"memory": 1099511627776'), ('"passes": 1', '"passes": 4000000000'),
     ('"passes": 1', '"passes": 0'), ('"memory": 8192', '"memory": 1'), ('"salt": "', '"salt": "AAAA')],
)  # fmt: skip
def test_a_slot_cannot_stop_the_machine(slots: Path, before: str, after: str) -> None:
    text = slots.read_text()
    assert before in text
    slots.write_text(text.replace(before, after))
    begun = time.monotonic()
    with pytest.raises(Refusal, match="SLOTS_DAMAGED"):
        open_with_passphrase(slots, "mật khẩu của tôi")
    assert time.monotonic() - begun < 1


def test_a_missing_file_is_called_so(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="FILE_MISSING"):
        open_with_passphrase(tmp_path / "slots.json", "x")


def test_the_cost_follows_the_speed_of_the_machine() -> None:
    slow, fast = iter([0.0, 0.4]), iter([0.0, 0.0])
    assert calibrated(lambda: next(slow)).passes == 2
    assert calibrated(lambda: next(fast)).passes == 64


def test_a_code_has_six_groups_and_no_ambiguous_letter() -> None:
    codes = {new_recovery_code(os.urandom) for _ in range(50)}
    assert len(codes) == 50
    for code in codes:
        assert [len(group) for group in code.split("-")] == [5] * 6
        assert set(code.replace("-", "")) <= set(ALPHABET)


@pytest.mark.parametrize(
    "retyped", [CODE.lower(), CODE.replace("-", ""), CODE.replace("-", " "), f"  {CODE}\n", CODE.replace("-", "–"),
                CODE.replace("0", "O").replace("1", "l")],
)  # fmt: skip
def test_a_code_may_be_typed_in_many_ways(retyped: str) -> None:
    assert key_of(retyped) == key_of(CODE)


def test_every_single_mistake_is_noticed() -> None:
    letters = CODE.replace("-", "")
    wrong = [letters[:at] + other + letters[at + 1 :] for at in range(30) for other in ALPHABET if other != letters[at]]
    wrong += [letters[:at] + letters[at + 1 :] for at in range(30)]
    wrong += [letters[:at] + letters[at] + letters[at:] for at in range(30)]
    for typed in wrong:
        with pytest.raises(Refusal, match="RECOVERY_CODE_TYPED_WRONG"):
            key_of(typed)


def test_every_exchange_of_two_characters_is_noticed() -> None:
    letters = list(CODE.replace("-", ""))
    for one in range(28):
        for other in range(one + 1, 28):
            typed = letters.copy()
            typed[one], typed[other] = typed[other], typed[one]
            if typed != letters:
                with pytest.raises(Refusal, match="RECOVERY_CODE_TYPED_WRONG"):
                    key_of("".join(typed))


@pytest.mark.parametrize("typed", ["", "abc", "U" * 30, "đ" * 30, CODE + "A", "²" * 30])
def test_what_is_no_code_is_noticed(typed: str) -> None:
    with pytest.raises(Refusal, match="RECOVERY_CODE_TYPED_WRONG"):
        key_of(typed)
