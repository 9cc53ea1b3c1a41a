"""Changes of a profile: signed one key at a time, carried to other machines, applied whole, never back."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import proposals, trust, trust_documents
from chibo_desktop.packets.keys import ReaderKey, SigningKey
from chibo_desktop.packets.trust_documents import Reader, Upstream
from chibo_desktop.services import (
    enrolment,
    epochs,
    office,
    office_keys,
    papers,
    profile_proposals,
    receipts,
    receiving,
)
from chibo_desktop.services.profile_changes import Change, Matter, Root, RootKey, differences
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange import bytes_from
from tests.building.exchange_town import Town, pack, record
from tests.building.office_keys import hold
from tests.building.visits import id_of
from tests.packets.test_trust import KEYS, code_of, profile_of


def version_of(town: Enrolled) -> int:
    profile = papers.profile_in_force(town.clerk)
    assert profile is not None
    return profile.version


def test_a_proposal_is_carried_to_other_machines_and_back(town: Enrolled, tmp_path: Path) -> None:
    _, held = hold(town.clerk, tmp_path)
    profile_proposals.propose(town.clerk, Change(name="Văn phòng Đảng ủy phường"))
    file = profile_proposals.proposal_file(town.clerk)
    view, digits = profile_proposals.read_proposal(file)
    assert (view.version, digits) == (3, office.office_card(town.clerk).digits)
    assert [(one.matter, one.data) for one in view.changes] == [(Matter.NAME, {"name": "Văn phòng Đảng ủy phường"})]
    one = profile_proposals.sign_file(file, held[0].from_stick())
    other = profile_proposals.sign_file(file, held[2].from_paper())
    with pytest.raises(Refusal, match="KEY_HAS_SIGNED"):
        profile_proposals.sign_file(one, held[0].from_paper())
    assert not profile_proposals.take_file(town.clerk, one).value.applied
    assert not profile_proposals.take_file(town.clerk, one).value.applied, "the same signature twice counts once"
    assert version_of(town) == 2
    assert profile_proposals.take_file(town.clerk, other).value.applied
    assert (version_of(town), town.clerk.me.office_name) == (3, "Văn phòng Đảng ủy phường")
    with pytest.raises(Refusal, match="PROPOSAL_APPLIED"):
        profile_proposals.take_file(town.clerk, one)
    assert town.reopen(town.clerk).me.office_name == "Văn phòng Đảng ủy phường"


def test_a_proposal_waits_for_days_and_survives_closing(town: Enrolled, tmp_path: Path) -> None:
    _, held = hold(town.clerk, tmp_path)
    before = town.clerk.office_secrets
    profile_proposals.propose(town.clerk, Change(rotate_issuer=True, rotate_reader=True))
    profile_proposals.sign(town.clerk, held[0].from_stick())
    clerk = town.reopen(town.clerk)
    found = profile_proposals.open_proposal(clerk)
    assert found is not None
    assert [one.has_signed for one in found.old.signers] == [True, False, False]
    assert clerk.office_secrets is not None
    assert before is not None
    assert clerk.office_secrets.issuer == before.issuer, "what is staged does not count yet"
    assert profile_proposals.sign(clerk, held[1].from_stick()).value.applied
    assert clerk.office_secrets.issuer != before.issuer
    assert clerk.office_secrets.old_readers == (before.reader,)
    assert profile_proposals.open_proposal(clerk) is None


def test_a_proposal_that_is_given_up_leaves_nothing(town: Enrolled, tmp_path: Path) -> None:
    hold(town.clerk, tmp_path)
    before = town.clerk.office_secrets
    profile_proposals.propose(town.clerk, Change(rotate_issuer=True, rotate_revoker=True))
    assert profile_proposals.give_up(town.clerk).value == 3
    assert town.clerk.office_secrets == before
    assert version_of(town) == 2
    for act in (profile_proposals.give_up, profile_proposals.proposal_file):
        with pytest.raises(Refusal, match="PROPOSAL_NONE"):
            act(town.clerk)


def test_proposals_of_others_are_refused(town: Enrolled, tmp_path: Path) -> None:
    _, held = hold(town.clerk, tmp_path / "ours")
    strangers = Town(tmp_path / "elsewhere")
    other = strangers.office()
    hold(other, tmp_path / "theirs")
    profile_proposals.propose(other, Change(name="Khác"))
    foreign = profile_proposals.proposal_file(other)
    profile_proposals.propose(town.clerk, Change(name="Một"))
    first = profile_proposals.sign_file(profile_proposals.proposal_file(town.clerk), held[0].from_stick())
    with pytest.raises(Refusal, match="PROPOSAL_OTHER"):
        profile_proposals.take_file(town.clerk, foreign)
    with pytest.raises(Refusal, match="KEY_NOT_ROOT"):
        profile_proposals.sign_file(foreign, held[0].from_stick())
    profile_proposals.give_up(town.clerk)
    profile_proposals.propose(town.clerk, Change(name="Hai"))
    with pytest.raises(Refusal, match="PROPOSAL_OTHER"):
        profile_proposals.take_file(town.clerk, first)
    strangers.close()


@pytest.mark.parametrize("data", [b"", b"x", b"{}\n", b'{"payload":1}\n'])
def test_files_that_are_no_proposals_are_refused(town: Enrolled, data: bytes) -> None:
    with pytest.raises(Refusal, match="PROPOSAL_INVALID"):
        profile_proposals.read_proposal(data)
    with pytest.raises(Refusal, match="PROPOSAL_INVALID"):
        profile_proposals.take_file(town.clerk, data)
    with pytest.raises(Refusal, match="PROPOSAL_INVALID"):
        profile_proposals.read_proposal(office.office_card(town.clerk).data)


def test_every_other_change(town: Enrolled) -> None:
    reader, second = ReaderKey.generate().recipient, ReaderKey.generate().recipient
    upper = Upstream(id_of("tỉnh"), "Văn phòng Tỉnh ủy", trust_documents.hash_text(b"first profile"))
    for change, matters in (
        (Change(rotate_revoker=True), {Matter.REVOKER}),
        (Change(add_readers=(Reader("Máy 2", reader),)), {Matter.READER_ADDED}),
        (Change(drop_readers=("Máy 2",), withhold=("C",)), {Matter.READER_REMOVED, Matter.WITHHOLD}),
        (Change(upstream=(upper,)), {Matter.UPSTREAM}),
        (Change(recovery=(Reader("Giấy", second),)), {Matter.RECOVERY_ADDED, Matter.RECOVERY_REMOVED}),
        (Change(upstream=()), {Matter.UPSTREAM}),
    ):
        view = profile_proposals.propose(town.clerk, change).value
        assert view.applied, "one root key on the machine signs by itself"
        assert {one.matter for one in view.changes} == matters
    profile = papers.profile_in_force(town.clerk)
    assert profile is not None
    assert (profile.version, profile.policy.withhold, profile.upstream) == (7, ("C",), None)
    assert [one.label for one in profile.recovery] == ["Giấy"]
    assert not office_keys.office_keys(town.clerk).recovery_is_here


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Change(), "CHANGE_EMPTY"),
        (Change(name="Văn phòng Đảng ủy xã Quang Thuận"), "CHANGE_EMPTY"),
        (Change(name="  "), "NAME_MISSING"),
        (Change(drop_readers=("daily",)), "READERS_COUNT"),
        (Change(drop_readers=("khác",)), "READER_UNKNOWN"),
        (Change(recovery=()), "RECOVERY_COUNT"),
        (Change(root=Root((), 1)), "ROOT_COUNT"),
        (Change(root=Root((RootKey(KEYS[0].public.text, "a"), RootKey(KEYS[0].public.text, "b")), 1)), "ROOT_COUNT"),
        (Change(root=Root((RootKey(KEYS[0].public.text, "a"),), 2)), "THRESHOLD_WRONG"),
    ],
)
def test_changes_that_make_no_sense_are_refused(town: Enrolled, change: Change, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        profile_proposals.propose(town.clerk, change)
    assert refused.value.code == code
    assert version_of(town) == 1


def test_laptops_encrypt_to_the_new_reader_and_old_packets_still_open(town: Enrolled, tmp_path: Path) -> None:
    record(town.first, "Chi bộ A")
    before = pack(town.first, town.stick)
    _, held = hold(town.clerk, tmp_path)
    for change in (Change(rotate_reader=True), Change(rotate_issuer=True), Change(name="Tên mới")):
        profile_proposals.propose(town.clerk, change)
        for key in held[:2]:
            profile_proposals.sign(town.clerk, key.from_stick())
    assert merge_one(town.clerk, before).entries.new == 1
    folder = tmp_path / "down"
    folder.mkdir()
    receipts.write_receipts(town.clerk, folder)
    receiving.merge(town.first, [folder])
    profile = papers.profile_in_force(town.first)
    assert profile == papers.profile_in_force(town.clerk)
    assert town.first.me.office_name == "Tên mới"
    record(town.first, "Chi bộ B")
    after = pack(town.first, tmp_path)
    assert merge_one(town.clerk, after).entries.new == 1
    anchor = epochs.read_anchor(town.first)
    assert anchor is not None
    assert anchor.profile_version == 5


def test_a_laptop_takes_a_newer_card_and_never_an_older_one(town: Enrolled) -> None:
    old = office.office_card(town.clerk)
    profile_proposals.propose(town.clerk, Change(name="Tên mới"))
    profile_proposals.propose(town.clerk, Change(rotate_reader=True))
    enrolment.accept_card(town.first, office.office_card(town.clerk).data, None)
    assert papers.profile_in_force(town.first) == papers.profile_in_force(town.clerk)
    enrolment.accept_card(town.first, old.data, None)
    assert papers.profile_in_force(town.first) == papers.profile_in_force(town.clerk), "an old card changes nothing"


def test_a_restored_office_takes_its_newest_profile_from_a_laptop(town: Enrolled) -> None:
    profile_proposals.propose(town.clerk, Change(name="Tên mới"))
    enrolment.accept_card(town.first, office.office_card(town.clerk).data, None)
    newest = trust_documents.write_document_file(papers.profile_lines(town.first))
    town.clerk.book.write("DELETE FROM trust_document WHERE kind = 'profile' AND version = 2")
    town.clerk.trust = None
    with pytest.raises(Refusal, match="PROFILE_BEHIND"):
        profile_proposals.propose(town.clerk, Change(name="Tên khác"))
    assert profile_proposals.take_card(town.clerk, newest).value == 2
    assert profile_proposals.propose(town.clerk, Change(name="Tên khác")).value.version == 3
    with pytest.raises(Refusal, match="E_ROLLBACK"):
        profile_proposals.take_card(town.clerk, newest)


def test_two_ways_from_one_version_are_not_mixed(town: Enrolled) -> None:
    secrets = town.clerk.office_secrets
    assert secrets is not None
    assert secrets.root is not None
    (first,) = papers.profile_lines(town.clerk)
    other = dataclasses.replace(papers.trust_book(town.clerk).profiles[0], version=2, name="Lối khác")
    line = trust.sign_profile(other, SigningKey.of_seed(secrets.root))
    profile_proposals.propose(town.clerk, Change(name="Lối này"))
    with pytest.raises(Refusal, match="E_ROLLBACK"):
        profile_proposals.take_card(town.clerk, trust_documents.write_document_file((first, line)))
    assert town.clerk.me.office_name == "Lối này"


def test_a_proposal_needs_both_thresholds_whatever_the_order() -> None:
    old, new = profile_of(1, KEYS[:3]), profile_of(2, KEYS[1:4])
    proposal = proposals.propose(old, new, SigningKey.generate(bytes_from("proposer")))
    assert proposal.may_sign == {key.id for key in KEYS}
    assert code_of(proposals.finished, proposal) == "E_THRESHOLD"
    for key in (KEYS[0], KEYS[3], KEYS[1]):
        assert not proposal.is_complete
        proposal = proposals.sign(proposal, key)
    assert proposal.is_complete
    assert proposal.may_sign == frozenset()
    assert trust.verify_next_profile(old, proposals.finished(proposal)) == new


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(range(4)), max_size=8), st.lists(st.sampled_from(range(4)), max_size=8))
def test_signatures_join_in_any_order_and_never_count_twice(mine: list[int], theirs: list[int]) -> None:
    old, new = profile_of(1, KEYS[:3]), profile_of(2, KEYS[1:4])
    start = proposals.propose(old, new, SigningKey.generate(bytes_from("proposer")))

    def signed(numbers: list[int]) -> proposals.Proposal:
        found = start
        for number in dict.fromkeys(numbers):
            found = proposals.sign(found, KEYS[number])
        return found

    one, other = proposals.joined(signed(mine), signed(theirs)), proposals.joined(signed(theirs), signed(mine))
    who = {*mine, *theirs}
    for found in (one, other):
        assert set(found.old.signed) == {KEYS[number].id for number in who if number < 3}
        assert set(found.new.signed) == {KEYS[number].id for number in who if number > 0}
    assert one.is_complete == (len(who - {3}) >= 2 and len(who - {0}) >= 2)
    if one.is_complete:
        assert trust.verify_next_profile(old, proposals.finished(one)) == new


def test_how_profiles_differ_is_nothing_for_equal_ones(town: Enrolled) -> None:
    profile = papers.profile_in_force(town.clerk)
    assert profile is not None
    assert differences(profile, dataclasses.replace(profile, version=2)) == ()
