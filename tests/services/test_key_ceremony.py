"""Root and recovery keys leave the office's machine: each on its stick and on paper, and nothing of it half done."""

from pathlib import Path

import pytest

from chibo_desktop.domain.outcomes import Fault, Refusal
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets.contents import Act, ActRecorded, content_of
from chibo_desktop.packets.key_file import KeyUse
from chibo_desktop.services import key_ceremony, office_keys, papers, private_keys, profile_proposals
from chibo_desktop.services.desk import Desk, read_office_secrets
from chibo_desktop.services.key_ceremony import Plan, Target
from chibo_desktop.services.office_keys import KeyRole
from chibo_desktop.services.profile_changes import Change
from chibo_desktop.storage import log
from chibo_desktop.storage.slots import Making
from tests.building.enrolled import Enrolled
from tests.building.exchange_town import LEAST
from tests.building.office_keys import HOLDERS, PAPER, PHRASE, hold, write_out


def acts_of(desk: Desk) -> list[ActRecorded]:
    """What the office's log says that was done."""
    found = [content_of(entry) for entry in log.own_entries(desk.book, tuple(VisitState))]
    return [one for one in found if isinstance(one, ActRecorded)]


def test_from_one_key_on_the_machine_to_two_of_three_on_sticks(town: Enrolled, tmp_path: Path) -> None:
    clerk = town.clerk
    before = office_keys.office_keys(clerk)
    assert (before.weak, before.version, before.recovery_is_here) == (True, 1, True)
    assert all(row.here for row in before.rows)
    view, held = hold(clerk, tmp_path)
    assert view.applied
    after = office_keys.office_keys(clerk)
    assert (after.weak, after.version, after.threshold, after.root_keys) == (False, 2, 2, 3)
    assert [(row.role, row.label, row.here) for row in after.rows] == [
        *((KeyRole.ROOT, label, False) for label in HOLDERS),
        (KeyRole.ISSUER, "", True),
        (KeyRole.REVOKER, "", True),
        (KeyRole.READER, "daily", True),
        (KeyRole.RECOVERY, PAPER, False),
    ]
    assert [one.from_stick() for one in held] == [one.from_paper() for one in held] == [one.key for one in held]
    assert acts_of(clerk)[-1] == ActRecorded(Act.PROFILE_CHANGED, str(clerk.me.office), count=2)
    assert before.digits_of_card == after.digits_of_card, "the digits of a card are those of its first profile"


def test_no_private_root_or_recovery_key_stays_on_the_machine(town: Enrolled, tmp_path: Path) -> None:
    _, held = hold(town.clerk, tmp_path / "sticks")
    secrets = read_office_secrets(town.clerk.places, town.clerk.master)
    assert secrets is not None
    assert (secrets.root, secrets.recovery) == (None, None)
    town.clerk.book.write("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = [path.read_bytes() for path in town.clerk.places.home.rglob("*") if path.is_file()]
    plain = town.clerk.office_secrets
    assert plain is not None
    for one in held:
        assert all(one.key.raw not in data for data in kept)
        assert one.key.raw.hex() not in repr(plain)
        assert one.key.raw not in one.stick.read_bytes()


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (Plan(()), "CHANGE_EMPTY"),
        (Plan(("a", "b"), 3), "THRESHOLD_WRONG"),
        (Plan(("a", "b"), 0), "THRESHOLD_WRONG"),
        (Plan(("a", " a "), 1), "LABEL_TWICE"),
        (Plan(("a", "  "), 1), "LABEL_MISSING"),
        (Plan(("a" * 81,), 1), "NAME_LONG"),
        (Plan(tuple("abcdef"), 2), "ROOT_COUNT"),
        (Plan(("a",), 1, keep=("x" * 43,)), "ROOT_UNKNOWN"),
    ],
)
def test_plans_that_cannot_be_held(town: Enrolled, plan: Plan, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        key_ceremony.begin(town.clerk, plan)
    assert refused.value.code == code
    with pytest.raises(Refusal, match="NOT_AN_OFFICE"):
        key_ceremony.begin(town.first, plan)


def test_a_ceremony_ends_only_when_every_key_has_its_stick_and_its_paper(town: Enrolled, tmp_path: Path) -> None:
    ceremony = key_ceremony.begin(town.clerk, Plan(HOLDERS, 2, PAPER))
    first, second = ceremony.keys[:2]
    making, target = Making(town.clerk.random, LEAST), Target(tmp_path, PHRASE)
    with pytest.raises(Refusal, match="PASSPHRASE_SHORT"):
        key_ceremony.write_key(ceremony, first, Target(tmp_path, "ngắn"), making)
    with pytest.raises(Fault, match="STICK_GONE"):
        key_ceremony.write_key(ceremony, first, Target(tmp_path / "gone", PHRASE), making)
    assert first.file is None
    key_ceremony.write_key(ceremony, first, target, making)
    with pytest.raises(Refusal, match="KEY_STICK_TAKEN"):
        key_ceremony.write_key(ceremony, second, target, making)
    rows = key_ceremony.rows_of(first)
    assert not key_ceremony.confirm_page(first, 1, rows[0])
    assert not first.is_safe
    with pytest.raises(Refusal, match="CEREMONY_UNFINISHED"):
        key_ceremony.finish(town.clerk, ceremony)
    assert key_ceremony.confirm_page(first, 0, rows[0].replace("-", " "))
    assert first.is_safe
    assert office_keys.office_keys(town.clerk).version == 1
    assert profile_proposals.open_proposal(town.clerk) is None, "giving a ceremony up leaves nothing"


def test_the_second_ceremony_waits_for_the_keys_of_the_first(town: Enrolled, tmp_path: Path) -> None:
    _, old = hold(town.clerk, tmp_path / "old")
    view, new = hold(town.clerk, tmp_path / "new", Plan(("A", "B", "C"), 2))
    assert not view.applied
    assert (view.old.missing, view.new.missing) == (2, 0)
    with pytest.raises(Refusal, match="PROPOSAL_OPEN"):
        key_ceremony.begin(town.clerk, Plan(("A",), 1))
    assert not profile_proposals.sign(town.clerk, old[0].from_stick()).value.applied
    with pytest.raises(Refusal, match="KEY_HAS_SIGNED"):
        profile_proposals.sign(town.clerk, old[0].from_paper())
    with pytest.raises(Refusal, match="KEY_NOT_ROOT"):
        profile_proposals.sign(town.clerk, old[3].from_paper())
    assert profile_proposals.sign(town.clerk, old[2].from_paper()).value.applied
    profile = papers.profile_in_force(town.clerk)
    assert profile is not None
    assert set(profile.roles.root.keys) == {one.key.signing.id for one in new}
    profile_proposals.propose(town.clerk, Change(name="Văn phòng khác"))
    with pytest.raises(Refusal, match="KEY_NOT_ROOT"):
        profile_proposals.sign(town.clerk, old[0].from_stick())


def test_a_lost_root_key_is_replaced_by_the_other_two(town: Enrolled, tmp_path: Path) -> None:
    _, (first, lost, third, _) = hold(town.clerk, tmp_path / "old")
    keep = (first.key.signing.id, third.key.signing.id)
    view, (new,) = hold(town.clerk, tmp_path / "new", Plan(("Chìa 2 mới",), 2, keep=keep))
    assert (view.old.missing, view.new.missing) == (2, 1)
    profile_proposals.sign(town.clerk, first.from_paper())
    assert profile_proposals.sign(town.clerk, third.from_stick()).value.applied
    profile = papers.profile_in_force(town.clerk)
    assert profile is not None
    assert profile.roles.root.keys == (*keep, new.key.signing.id)
    assert profile.label_of[keep[0]] == first.label
    profile_proposals.propose(town.clerk, Change(name="Tên mới"))
    with pytest.raises(Refusal, match="KEY_NOT_ROOT"):
        profile_proposals.sign(town.clerk, lost.from_stick())


def test_a_new_root_is_signed_by_the_threshold_of_the_new_one_as_well(town: Enrolled, tmp_path: Path) -> None:
    ceremony = key_ceremony.begin(town.clerk, Plan(("một mình",), 1))
    write_out(ceremony, town.clerk, tmp_path)
    view = key_ceremony.finish(town.clerk, ceremony).value
    assert view.applied
    assert ceremony.keys == [], "the keys have left the memory"
    assert office_keys.office_keys(town.clerk).weak, "one key on a stick is still one key"


def test_what_lies_on_a_stick_is_found_without_its_passphrase(town: Enrolled, tmp_path: Path) -> None:
    hold(town.clerk, tmp_path)
    (tmp_path / "stick 0" / "khac.chibo-khoa").write_bytes(b"chibo key v1\nkhong phai")
    (found,) = private_keys.key_files(tmp_path / "stick 0")
    assert (found.header.use, found.header.label, found.header.office) == (
        KeyUse.ROOT,
        HOLDERS[0],
        town.clerk.me.office,
    )
    with pytest.raises(Refusal, match="KEY_PASSPHRASE_WRONG"):
        private_keys.from_stick(found.path, "không phải câu này")
