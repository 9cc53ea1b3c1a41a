"""Laptops of one decided group have one group id; what they recorded before goes on counting."""

import dataclasses
import datetime as dt

import pytest

from chibo_desktop.domain.groups import Post
from chibo_desktop.domain.ids import GroupId, PersonId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.reports import Asked
from chibo_desktop.packets.speaking import Said
from chibo_desktop.packets.trust_documents import Certificate
from chibo_desktop.services import (
    certificates,
    enrolment,
    figures,
    groups,
    machines,
    office,
    people,
    plan_ground,
    receipts,
    visits,
)
from chibo_desktop.services.certificates import Reach
from chibo_desktop.services.desk import Desk
from tests.building.enrolled import FIRST, SECOND, Enrolled, merge_one
from tests.building.exchange_town import Town, a_visit, amend, know, pack, record
from tests.building.groups import decision, group, group_id, member

ONE, OTHER = group_id(1), group_id(2)


def decided(clerk: Desk) -> None:
    groups.decide(clerk, decision(group(1, members=(member("Hoàng Văn Mẫu", Post.DEPUTY),)), group(2)))


def enrol_for(laptop: Desk, clerk: Desk, reach: Reach) -> Certificate:
    request = enrolment.make_request(laptop)
    granted = enrolment.grant(clerk, request.data, request.digits, reach).value
    return enrolment.accept_grant(laptop, granted.data).value


def test_two_laptops_of_one_decided_group_have_its_id_its_name_and_its_tier(strangers: Town) -> None:
    clerk, one, two = strangers.office(), strangers.laptop("Một"), strangers.laptop("Hai")
    decided(clerk)
    before = {one.me.group.id, two.me.group.id}
    assert len(before) == 2
    for laptop in (one, two):
        know(laptop, clerk)
        enrol_for(laptop, clerk, Reach(group=ONE))
        assert (laptop.me.group.id, laptop.me.group.name, laptop.me.group.tier) == (ONE, "Tổ số 01", Tier.PROVINCE)
    assert {row.group for row in machines.machines(clerk)} == {"Tổ số 01"}
    assert groups.decided_ids(clerk) == dict.fromkeys(before, ONE)


def test_what_was_recorded_before_enrolment_merges_and_what_comes_after_names_the_decided_group(
    strangers: Town,
) -> None:
    clerk, laptop = strangers.office(), strangers.laptop()
    decided(clerk)
    know(laptop, clerk)
    own = laptop.me.group.id
    (early,) = record(laptop, "Chi bộ A")
    draft = dataclasses.replace(a_visit("Chi bộ B"))
    visits.record(laptop, [draft], finalise_them=False)
    enrol_for(laptop, clerk, Reach(group=ONE))
    visits.finalise(laptop, draft.id)
    (late,) = record(laptop, "Chi bộ C")
    amend(laptop, early.id, lambda visit: dataclasses.replace(visit, handwritten_part=True))
    report = merge_one(clerk, pack(laptop, strangers.stick))
    assert (report.entries.quarantined, report.entries.new) == (0, 4)
    ids = {visit: visits.read_visit(clerk, visit).visit.group.id for visit in (early.id, draft.id, late.id)}
    assert ids == {early.id: own, draft.id: own, late.id: ONE}


def test_figures_and_plans_count_what_came_before_for_the_decided_group(strangers: Town) -> None:
    clerk, laptop = strangers.office(), strangers.laptop()
    decided(clerk)
    know(laptop, clerk)
    record(laptop, "Chi bộ A")
    enrol_for(laptop, clerk, Reach(group=ONE))
    record(laptop, "Chi bộ C")
    merge_one(clerk, pack(laptop, strangers.stick))
    asked = Asked(dt.date(2026, 7, 1), dt.date(2026, 12, 31), group=ONE)
    assert len(figures.figures(clerk, asked).attended) == 2
    assert [one.group for one in plan_ground.attended(clerk, ("2026-11",))] == [ONE, ONE]


def test_a_visit_of_the_former_id_can_still_be_recorded_here_and_one_of_another_group_cannot(strangers: Town) -> None:
    clerk, laptop = strangers.office(), strangers.laptop()
    decided(clerk)
    know(laptop, clerk)
    own = laptop.me.group
    enrol_for(laptop, clerk, Reach(group=ONE))
    visit = a_visit("Chi bộ A")
    named = dataclasses.replace(visit, group=dataclasses.replace(visit.group, id=own.id))
    visits.record(laptop, [named], finalise_them=True)
    assert visits.read_visit(laptop, named.id).visit.group.id == ONE
    strange = dataclasses.replace(a_visit("Chi bộ B"), group=dataclasses.replace(visit.group, id=OTHER))
    with pytest.raises(Refusal, match="GROUP_OTHER"):
        visits.record(laptop, [strange], finalise_them=True)


def test_another_laptop_of_the_group_may_speak_of_what_was_recorded_under_a_former_id(strangers: Town) -> None:
    clerk = strangers.office()
    one, two, third = (strangers.laptop(name) for name in ("Một", "Hai", "Ba"))
    decided(clerk)
    said = Said(one.me.group.id)
    for laptop, chosen in ((one, ONE), (two, ONE), (third, OTHER)):
        know(laptop, clerk)
        enrol_for(laptop, clerk, Reach(group=chosen))
    speakers = office.papers.speakers(clerk)
    assert speakers.may_speak(two.me.device, one.me.device, lambda: said)
    assert not speakers.may_speak(third.me.device, one.me.device, lambda: said)


def test_an_enrolled_laptop_gets_its_group_with_the_next_receipt(town: Enrolled) -> None:
    decided(town.clerk)
    own = town.first.me.group.id
    record(town.first, "Chi bộ A")
    certificates.renew(town.clerk, town.first.me.device, group=ONE)
    merge_one(town.clerk, pack(town.first, town.stick))
    assert town.first.me.group.id == own
    (receipt,) = receipts.write_receipts(town.clerk, town.stick, [town.first.me.device]).value
    merge_one(town.first, receipt.path)
    assert town.first.me.group.id == ONE
    assert town.reopen(town.first).me.group.name == "Tổ số 01"


def test_a_group_goes_on_with_its_former_ids_when_the_machine_changes_it_or_is_renewed(town: Enrolled) -> None:
    decided(town.clerk)
    device, own = town.first.me.device, town.first.me.group.id
    certificates.renew(town.clerk, device, group=ONE)
    town.clock.now += dt.timedelta(days=1)
    certificates.renew(town.clerk, device)
    town.clock.now += dt.timedelta(days=1)
    certificates.renew(town.clerk, device, group=OTHER)
    held = machines.current_certificates(office.papers.trust_book(town.clerk))[device]
    assert held.group is not None
    assert (held.group.id, set(held.formerly)) == (OTHER, {own, ONE})
    assert groups.decided_ids(town.clerk) == {own: ONE}, "the first group that took it over"


def test_a_request_cannot_take_over_a_decided_group_that_it_names_as_its_own(strangers: Town) -> None:
    clerk, thief = strangers.office(), strangers.laptop("Lạ")
    decided(clerk)
    know(thief, clerk)
    thief.me = dataclasses.replace(thief.me, group=dataclasses.replace(thief.me.group, id=OTHER))
    certificate = enrol_for(thief, clerk, Reach(group=ONE))
    assert certificate.formerly == ()
    thief.me = dataclasses.replace(thief.me, group=dataclasses.replace(thief.me.group, id=GroupId("q" * 26)))
    record(thief, "Chi bộ A")
    report = merge_one(clerk, pack(thief, strangers.stick))
    assert (report.entries.new, report.entries.quarantined) == (0, 1)


def test_a_laptop_that_asks_with_a_decided_id_is_called_as_the_decision_calls_it(strangers: Town) -> None:
    clerk, laptop = strangers.office(), strangers.laptop()
    decided(clerk)
    know(laptop, clerk)
    enrol_for(laptop, clerk, Reach(group=ONE))
    again = decision(dataclasses.replace(group(1), name="Tổ công tác số 01"))
    groups.decide(clerk, again)
    strangers.clock.now += dt.timedelta(days=1)
    assert enrol_for(laptop, clerk, Reach()).formerly
    assert laptop.me.group.name == "Tổ công tác số 01"


def test_a_group_that_no_decision_has_is_refused(strangers: Town) -> None:
    clerk, laptop = strangers.office(), strangers.laptop()
    decided(clerk)
    know(laptop, clerk)
    request = enrolment.make_request(laptop)
    for reach, code in (
        (Reach(group=GroupId("x" * 26)), "GROUP_UNKNOWN"),
        (Reach(group=ONE, person=PersonId("x" * 26)), "PERSON_NOT_KNOWN"),
    ):
        with pytest.raises(Refusal, match=code):
            enrolment.grant(clerk, request.data, request.digits, reach)
    assert machines.machines(clerk) == ()


def test_groups_of_decisions_that_begin_later_can_be_chosen(strangers: Town) -> None:
    clerk = strangers.office()
    groups.decide(clerk, decision(group(2), name="hai", year=2027))
    assert [one.group.id for one in groups.choosable(clerk)] == [OTHER]
    groups.revoke(clerk, groups.decisions(clerk)[0].id)
    assert groups.choosable(clerk) == ()


def test_the_person_of_a_machine_becomes_one_of_the_directory(strangers: Town) -> None:
    clerk, laptop = strangers.office(), strangers.laptop()
    decided(clerk)
    know(laptop, clerk)
    known = member("Hoàng Văn Mẫu").id
    enrol_for(laptop, clerk, Reach(group=ONE, person=known))
    (found,) = groups.groups_of_person(clerk, laptop.me.person.id, clerk.today())
    assert found.group.id == ONE
    (one,) = people.find(people.people(clerk), "hoang van mau")
    assert set(one.ids) == {known, laptop.me.person.id}
    strangers.clock.now += dt.timedelta(days=1)
    enrol_for(laptop, clerk, Reach(person=known))


def test_machines_enrolled_as_they_ask_have_no_former_ids(town: Enrolled) -> None:
    held = machines.current_certificates(office.papers.trust_book(town.clerk))
    assert {one.machine: one.formerly for one in held.values() if one.role.value == "group"} == {FIRST: (), SECOND: ()}
