"""A forgotten passphrase, answered by the office; and an office that stands up again from paper and old packets."""

import dataclasses
import secrets
from pathlib import Path

import pytest

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import unlocking as files
from chibo_desktop.packets.contents import Act
from chibo_desktop.packets.key_file import KeyUse, PrivateKey
from chibo_desktop.packets.keys import ReaderKey
from chibo_desktop.services import (
    enrolment,
    founding,
    office,
    office_keys,
    papers,
    private_keys,
    profile_proposals,
    receipts,
    receiving,
    sending,
    unlocking,
)
from chibo_desktop.services.arriving import Result
from chibo_desktop.services.desk import Desk, Role
from chibo_desktop.services.founding import Setup
from chibo_desktop.services.places import Places
from chibo_desktop.services.profile_changes import Change
from chibo_desktop.storage.slots import Making, office_slot
from tests.building.enrolled import FIRST, Enrolled, merge_one
from tests.building.exchange_town import LEAST, PASSPHRASE, Town, know, pack, record
from tests.building.office_keys import Held, hold
from tests.services.test_key_ceremony import acts_of

NEW = "con suối chảy qua bản"
MAKING = Making(secrets.token_bytes, LEAST)


def lock(town: Enrolled, desk: Desk) -> Places:
    founding.close_desk(desk)
    town._desks.remove(desk)  # pyright: ignore[reportPrivateUsage]
    return desk.places


def recovery_of(town: Enrolled) -> ReaderKey:
    found = private_keys.recovery_on_machine(town.clerk)
    assert found is not None
    return found


def test_the_office_opens_what_nobody_remembers(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    places = lock(town, town.first)
    assert unlocking.can_ask(places)
    asked = unlocking.make_request(places, town.clock)
    assert unlocking.make_request(places, town.clock) == asked, "the digits stay the same"
    assert asked.office == "Văn phòng Đảng ủy xã Quang Thuận"
    view = unlocking.read_request(town.clerk, asked.data)
    assert (view.machine, view.known, view.revoked) == (FIRST, True, False)
    answer = unlocking.grant(town.clerk, asked.data, asked.digits, recovery_of(town)).value
    assert (acts_of(town.clerk)[-1].act, acts_of(town.clerk)[-1].thing) == (Act.UNLOCKED, answer.device)
    with pytest.raises(Refusal, match="PASSPHRASE_SHORT"):
        unlocking.accept(places, answer.data, "ngắn", town.clock, MAKING)
    desk = unlocking.accept(places, answer.data, NEW, town.clock, MAKING)
    assert sending.to_send(desk).finalised == 1
    founding.close_desk(desk)
    with pytest.raises(Refusal, match="PASSPHRASE_WRONG"):
        founding.open_desk(places, PASSPHRASE, town.clock, secrets.token_bytes)
    founding.close_desk(founding.open_desk(places, NEW, town.clock, secrets.token_bytes))
    assert not places.unlock.exists(), "the one-time key is gone"
    with pytest.raises(Refusal, match="UNLOCK_NONE"):
        unlocking.accept(places, answer.data, NEW, town.clock, MAKING)


def test_no_secret_stands_in_request_or_answer(town: Enrolled) -> None:
    master = town.first.master.secret
    asked = unlocking.make_request(town.first.places, town.clock)
    answer = unlocking.grant(town.clerk, asked.data, asked.digits, recovery_of(town)).value.data
    for data in (asked.data, answer, town.first.places.slots.read_bytes(), town.first.places.unlock.read_bytes()):
        assert master not in data
        assert files.to_text(master).encode() not in data


def test_digits_that_were_not_read_out_open_nothing(town: Enrolled) -> None:
    asked = unlocking.make_request(town.first.places, town.clock)
    for digits in ("", "0" * 15, asked.digits[:-1]):
        with pytest.raises(Refusal, match="DIGITS_WRONG"):
            unlocking.grant(town.clerk, asked.data, digits, recovery_of(town))
    assert all(act.act is not Act.UNLOCKED for act in acts_of(town.clerk))


def test_the_answer_to_another_request_is_refused_and_nothing_is_lost(town: Enrolled) -> None:
    first, second = town.first.places, town.second.places
    mine, theirs = (unlocking.make_request(places, town.clock) for places in (first, second))
    foreign = unlocking.grant(town.clerk, theirs.data, theirs.digits, recovery_of(town)).value.data
    right = unlocking.grant(town.clerk, mine.data, mine.digits, recovery_of(town)).value.data
    before = first.slots.read_bytes()
    for data in (foreign, right[:-1], bytes([*right[:-1], right[-1] ^ 1]), b"", b"x" * 20_000):
        with pytest.raises(Refusal, match=r"UNLOCK_ANSWER_(OTHER|INVALID)"):
            unlocking.accept(first, data, NEW, town.clock, MAKING)
    assert first.slots.read_bytes() == before
    unlocking.forget(first)
    unlocking.make_request(first, town.clock)
    with pytest.raises(Refusal, match="UNLOCK_ANSWER_OTHER"):
        unlocking.accept(first, right, NEW, town.clock, MAKING)
    founding.close_desk(founding.open_desk(first, PASSPHRASE, town.clock, secrets.token_bytes))


def test_an_answer_with_the_key_of_another_machine_is_refused(town: Enrolled) -> None:
    """Whoever answers with another machine's key opens nothing, and the passphrase is not changed either."""
    asked = unlocking.make_request(town.first.places, town.clock)
    request = files.read_request(asked.data)
    statement = files.open_statement(request, (recovery_of(town),))
    false = dataclasses.replace(statement, master=files.to_text(town.second.master.secret))
    data = files.write_answer(asked.data, request, false)
    with pytest.raises(Refusal, match="UNLOCK_ANSWER_OTHER"):
        unlocking.accept(town.first.places, data, NEW, town.clock, MAKING)
    founding.close_desk(founding.open_desk(town.first.places, PASSPHRASE, town.clock, secrets.token_bytes))


def test_a_request_under_another_name_is_found_out(town: Enrolled) -> None:
    asked = unlocking.make_request(town.first.places, town.clock)
    request = files.read_request(asked.data)
    whose = dataclasses.replace(request.whose, device=town.second.me.device)
    once = ReaderKey.generate()
    forged = files.write_request(whose, files.from_text(request.slot), once.recipient, town.clock())
    with pytest.raises(Refusal, match="UNLOCK_REQUEST_ALTERED"):
        unlocking.grant(town.clerk, forged, files.request_digits(forged), recovery_of(town))


def test_a_key_that_is_not_the_recovery_key_opens_nothing(town: Enrolled) -> None:
    asked = unlocking.make_request(town.first.places, town.clock)
    with pytest.raises(Refusal, match="UNLOCK_KEY_OTHER"):
        unlocking.grant(town.clerk, asked.data, asked.digits, ReaderKey.generate())
    with pytest.raises(Refusal, match="RECOVERY_KEY_OTHER"):
        private_keys.recovery_reader(town.clerk, PrivateKey.of_reader(ReaderKey.generate()))


@pytest.mark.parametrize("data", [b"", b"\n", b"x" * 20_000, b"{}\n", b'{"format":"chibo unlock request v1"}\n'])
def test_files_that_are_no_requests_are_refused(town: Enrolled, data: bytes) -> None:
    with pytest.raises(Refusal, match="UNLOCK_REQUEST_INVALID"):
        unlocking.read_request(town.clerk, data)


def test_only_an_enrolled_machine_of_this_office_is_answered(town: Enrolled, tmp_path: Path) -> None:
    strangers = Town(tmp_path / "elsewhere")
    other, laptop = strangers.office(), strangers.laptop("Na Rì-1")
    with pytest.raises(Refusal, match="UNLOCK_NO_OFFICE"):
        unlocking.make_request(laptop.places, strangers.clock)
    know(laptop, other)
    asked = unlocking.make_request(laptop.places, strangers.clock)
    with pytest.raises(Refusal, match="UNLOCK_ELSEWHERE"):
        unlocking.read_request(town.clerk, asked.data)
    with pytest.raises(Refusal, match="NOT_AN_OFFICE"):
        unlocking.read_request(laptop, asked.data)
    key = private_keys.recovery_on_machine(other)
    assert key is not None
    with pytest.raises(Refusal, match="MACHINE_UNKNOWN"):
        unlocking.grant(other, asked.data, asked.digits, key)
    strangers.close()


def test_a_card_that_nobody_compared_gets_no_key(strangers: Town) -> None:
    clerk, laptop = strangers.office(), strangers.laptop()
    enrolment.accept_card(laptop, office.office_card(clerk).data, None)
    assert office_slot(laptop.places.slots) is None
    know(laptop, clerk)
    assert office_slot(laptop.places.slots) is not None


def test_the_slot_follows_a_new_recovery_key(town: Enrolled, tmp_path: Path) -> None:
    before = office_slot(town.first.places.slots)
    _, held = hold(town.clerk, tmp_path / "sticks")
    record(town.first, "Chi bộ A")
    receiving.merge(town.clerk, [pack(town.first, town.stick)])
    folder = tmp_path / "down"
    folder.mkdir()
    receipts.write_receipts(town.clerk, folder)
    receiving.merge(town.first, [folder], dry_run=True)
    assert office_slot(town.first.places.slots) == before, "looking changes nothing"
    receiving.merge(town.first, [folder])
    slot = office_slot(town.first.places.slots)
    assert slot is not None
    assert slot.sealed_to == (held[-1].key.public,)
    asked = unlocking.make_request(town.first.places, town.clock)
    key = private_keys.recovery_reader(town.clerk, held[-1].from_paper())
    answer = unlocking.grant(town.clerk, asked.data, asked.digits, key).value
    founding.close_desk(unlocking.accept(lock(town, town.first), answer.data, NEW, town.clock, MAKING))


# an office that burned down


def burn_and_found_again(town: Enrolled, card: bytes) -> Desk:
    """The office's machine is gone; another one takes its place, with nothing but a card."""
    lock(town, town.clerk)
    setup = Setup(Role.OFFICE, "Văn phòng-2", "Triệu Thị Dụ", PASSPHRASE, card=card)
    places = Places(town.root / "office again")
    founding.found_home(places, setup, town.clock, MAKING)
    return town.open("office again")


def test_an_office_stands_up_again_from_paper_and_old_packets(town: Enrolled, tmp_path: Path) -> None:
    _, held = hold(town.clerk, tmp_path / "sticks")
    keys: tuple[Held, ...] = held
    record(town.first, "Chi bộ A")
    enrolment.accept_card(town.first, office.office_card(town.clerk).data, None)
    packet = pack(town.first, town.stick)
    card = papers.card_of(town.first)
    clerk = burn_and_found_again(town, card)
    assert (clerk.me.office, clerk.me.office_name) == (town.first.me.office, town.first.me.office_name)
    assert not office_keys.office_keys(clerk).ready
    assert merge_one(clerk, packet).code == "E_DECRYPT"
    with pytest.raises(Refusal, match="RECOVERY_KEY_OTHER"):
        private_keys.lend(clerk, keys[0].from_paper())
    private_keys.lend(clerk, keys[-1].from_paper())
    assert merge_one(clerk, packet).entries.new == 1, "the certificate of the laptop rides in its packet"
    with pytest.raises(Refusal, match="OFFICE_NOT_READY"):
        office.certify(clerk, enrolment.trust_documents.read_request(papers.own_request(town.second))[0])
    profile_proposals.propose(clerk, Change(rotate_issuer=True, rotate_revoker=True, rotate_reader=True))
    profile_proposals.sign(clerk, keys[1].from_paper())
    assert profile_proposals.sign(clerk, keys[0].from_stick()).value.applied
    assert office_keys.office_keys(clerk).ready
    folder = tmp_path / "down"
    folder.mkdir()
    receipts.write_receipts(clerk, folder)
    (report,) = receiving.merge(town.first, [folder]).value.files
    assert report.result is Result.RECEIPTS, "the laptop believes the new machine by its profile and certificate"
    record(town.first, "Chi bộ B")
    private_keys.take_back(clerk)
    clerk = town.reopen(clerk)
    assert merge_one(clerk, pack(town.first, tmp_path)).entries.new == 1


def test_a_recovery_key_is_for_the_session_only(town: Enrolled, tmp_path: Path) -> None:
    _, held = hold(town.clerk, tmp_path)
    private_keys.lend(town.clerk, held[-1].from_stick())
    assert held[-1].key.reader in town.clerk.readers
    assert held[-1].key.reader not in town.reopen(town.clerk).readers
    with pytest.raises(Refusal, match="NOT_AN_OFFICE"):
        private_keys.lend(town.first, held[-1].from_paper())
    assert held[-1].key.use is KeyUse.RECOVERY


def test_a_file_that_is_no_card_founds_no_office(tmp_path: Path) -> None:
    setup = Setup(Role.OFFICE, "Văn phòng-2", "Triệu Thị Dụ", PASSPHRASE, card=b"not a card")
    with pytest.raises(Refusal, match="CARD_INVALID"):
        founding.found_home(Places(tmp_path / "home"), setup, Town(tmp_path).clock, MAKING)
    assert not (tmp_path / "home" / "slots.json").exists()
