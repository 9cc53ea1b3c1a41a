"""The register through three regimes: each change one signed entry, looked at first, taken back by another one."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from chibo_desktop.domain import operations
from chibo_desktop.domain.groups import DecidedGroup, Decision
from chibo_desktop.domain.ids import DecisionId, EntryId, GroupId, OrganisationId, PlannedId, new_id
from chibo_desktop.domain.operations import Ruling, Unit
from chibo_desktop.domain.organisation_tree import Counts
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.plans import PlannedVisit
from chibo_desktop.domain.reorganisation import Attribute, Operation, Reorganisation, Setting
from chibo_desktop.merging.reorganising import CautionCode
from chibo_desktop.services import doctor, founding, organisations, registers, reorganising, status
from chibo_desktop.services.desk import Desk, Role
from chibo_desktop.storage import directory, planned
from chibo_desktop.ui.failures import failure_sentence
from tests.building import june_2023, played_regimes, reorganised
from tests.building.homes import found_home, open_home
from tests.building.june_2023 import JUNE

DAY = dt.date(2024, 3, 1)
BEFORE, ABOLISHED, ONE_WORD = reorganised.ABOLISHED - dt.timedelta(1), reorganised.ABOLISHED, reorganised.ONE_WORD


def carry_out(desk: Desk, word: Reorganisation) -> reorganising.Changed:
    return reorganising.carry_out(desk, word).value


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Desk]:
    found_home(tmp_path / "office", Role.OFFICE)
    desk = open_home(tmp_path / "office")
    yield desk
    founding.close_desk(desk)


@pytest.fixture
def province(office: Desk) -> Desk:
    carry_out(office, june_2023.founding())
    return office


class Hamlet:
    """A small register: a commune with three cells below a district."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.district, self.commune, self.a, self.b, self.c = (
            OrganisationId(new_id(desk.random)) for _ in range(5)
        )  # fmt: skip
        new = operations.founding
        settings = [
            new(self.district, "Đảng bộ huyện Thử", level="district", category="direct"),
            new(self.commune, "Đảng bộ xã Mẫu", parent=self.district, level="commune", category="grassroots_party"),
            *(
                new(id_, f"Chi bộ thôn {name}", parent=self.commune, category="subordinate", level="cell", members=10)
                for id_, name in ((self.a, "A"), (self.b, "B"), (self.c, "C"))
            ),
        ]
        carry_out(desk, operations.register(settings, Ruling()))

    def names(self, day: dt.date) -> list[str]:
        return [one.name for one in organisations.tree(self.desk, day).below(None)]

    def codes(self, word: Reorganisation) -> list[CautionCode]:
        return [one.code for one in reorganising.preview(self.desk, word).cautions]


@pytest.fixture
def hamlet(office: Desk) -> Hamlet:
    return Hamlet(office)


def counted(counts: Counts) -> tuple[int, int, int, int, int]:
    return counts.direct, counts.grassroots_parties, counts.grassroots_cells, counts.subordinate_cells, counts.members


def test_the_three_regimes_are_played_and_each_day_has_its_tree(province: Desk) -> None:
    june = organisations.tree(province, JUNE).counts()
    assert counted(june) == (11, 173, 259, 1_992, june_2023.MEMBERS)
    abolished = carry_out(province, played_regimes.abolishing(organisations.tree(province, ABOLISHED)))
    after = organisations.tree(province, ABOLISHED)
    assert after.roots == (reorganised.THAI_NGUYEN,)
    districts = {one.name for one in after.organisations.values() if one.level == "district"}
    assert districts == set(reorganised.KEPT)
    assert after.counts().cells == june.cells
    assert after.counts().members == june.members
    assert abolished.preview.before == organisations.tree(province, BEFORE).counts() == june
    assert abolished.preview.now == after.counts()
    assert {one.code for one in abolished.preview.cautions} == {CautionCode.NAME_TWICE}  # hamlets of the same name
    carry_out(province, played_regimes.one_word(organisations.tree(province, ONE_WORD)))
    now = organisations.tree(province, ONE_WORD).counts()
    assert (now.grassroots_cells, now.subordinate_cells, now.cells) == (0, 0, june.cells)
    assert now.grassroots_parties == len(reorganised.NEW_COMMUNES) + sum(
        one.category == "grassroots_party" for one in after.organisations.values()
    )
    assert organisations.tree(province, BEFORE).counts() == june
    assert organisations.tree(province, ABOLISHED).counts() == after.counts()
    assert doctor.examine(province).is_sound


def test_everything_that_ended_has_an_heir_and_every_cell_counts_once(province: Desk) -> None:
    carry_out(province, played_regimes.abolishing(organisations.tree(province, ABOLISHED)))
    district, commune = june_2023.named("Đảng bộ huyện Bạch Thông").id, june_2023.named("Đảng bộ xã Quang Thuận").id
    known = organisations.known(province)
    assert set(known.heirs(ABOLISHED).values()) == set(known.tree(ABOLISHED).organisations)
    assert known.tree(ABOLISHED).organisations[known.heirs(ABOLISHED)[commune]].name == "Đảng bộ xã Bạch Thông"
    heirs = organisations.successors(province, district, ABOLISHED)
    assert "Đảng bộ xã Bạch Thông" in [organisations.name(province, one, ABOLISHED) for one in heirs]
    assert district in organisations.predecessors(province, heirs[0], ABOLISHED)
    assert organisations.successors(province, district, BEFORE) == (district,)


def test_taking_a_word_back_and_bringing_it_back_leaves_the_very_same_register(province: Desk) -> None:
    before = organisations.register(province)
    abolished = carry_out(province, played_regimes.abolishing(organisations.tree(province, ABOLISHED)))
    changed, digest = organisations.register(province), status.digest(province)
    assert before != changed
    back = reorganising.undo(province, abolished.entry, "ghi nhầm ngày").value
    assert organisations.register(province) == before
    assert back.preview.now == organisations.tree(province, ABOLISHED).counts()
    again = reorganising.undo(province, back.entry).value
    assert organisations.register(province) == changed
    assert status.digest(province) == digest
    told = organisations.words(province)
    assert [(one.operation, one.is_undone) for one in told] == [
        (Operation.REVERSED, False),
        (Operation.REVERSED, True),
        (Operation.LEVEL_ABOLISHED, False),
        (Operation.IMPORTED, False),
    ]
    assert told[0].undone == (back.entry,)
    with pytest.raises(Refusal, match="CHANGE_UNDONE"):
        reorganising.undo(province, back.entry)
    with pytest.raises(Refusal, match="CHANGE_UNKNOWN"):
        reorganising.undo(province, EntryId(told[0].entry[::-1]))
    assert again.preview.reach.ended


def test_a_preview_names_what_it_touches_and_writes_nothing(hamlet: Hamlet) -> None:
    desk = hamlet.desk
    group = DecidedGroup(GroupId("g" * 26), "Tổ số 05", organisations=(hamlet.commune,))
    idle = DecidedGroup(GroupId("h" * 26), "Tổ số 06", organisations=(hamlet.district,))
    directory.put_decisions(desk.book, [Decision(DecisionId("d" * 26), groups=(group, idle))])
    visits = [
        PlannedVisit(PlannedId(new_id(desk.random)), group.id, "2024-03", CellSnapshot("B", hamlet.b), date=day)
        for day in (DAY - dt.timedelta(1), DAY, None)
    ]
    planned.put_planned(desk.book, [planned.PlannedRow(one) for one in visits])
    word = operations.merge(organisations.tree(desk, DAY), Unit(hamlet.a, (hamlet.a, hamlet.b)), Ruling(DAY))
    before = status.digest(desk)
    seen = reorganising.preview(desk, word)
    assert seen.reach.ended == (hamlet.b,)
    assert (seen.cells, seen.planned, seen.visits, seen.groups) == (1, 2, 0, ("Tổ số 05", "Tổ số 06"))
    renamed = operations.rename(hamlet.commune, "Đảng bộ xã Thử", Ruling(DAY))
    seen = reorganising.preview(desk, renamed)
    assert (seen.reach.changed, seen.reach.below) == ((hamlet.commune,), (hamlet.a, hamlet.b, hamlet.c))
    assert (seen.cells, seen.groups) == (3, ("Tổ số 05", "Tổ số 06"))
    other = operations.register([operations.founding(OrganisationId("n" * 26), "Chi bộ Khác")], Ruling(DAY))
    assert reorganising.preview(desk, other).groups == ()
    assert dict(seen.names)[hamlet.commune] == "Đảng bộ xã Mẫu"
    assert status.digest(desk) == before


def test_merging_moves_what_stood_below_and_splitting_gives_it_out(hamlet: Hamlet) -> None:
    desk, new = hamlet.desk, OrganisationId("n" * 26)
    other = operations.founding(
        new, "Đảng bộ xã Mới", parent=hamlet.district, level="commune", category="grassroots_party"
    )
    tree = organisations.tree(desk, DAY)
    split = operations.split(
        tree, hamlet.commune, [Unit(hamlet.commune), Unit(new, takes=(hamlet.c,), new=other)], Ruling(DAY), keeps=True
    )
    carry_out(desk, split)
    tree = organisations.tree(desk, DAY)
    assert tree.children[new] == (hamlet.c,)
    assert tree.children[hamlet.commune] == (hamlet.a, hamlet.b)
    later = DAY + dt.timedelta(30)
    carry_out(desk, operations.merge(organisations.tree(desk, later), Unit(new, (hamlet.commune,)), Ruling(later)))
    assert organisations.tree(desk, later).children[new] == (hamlet.a, hamlet.b, hamlet.c)
    assert organisations.successors(desk, hamlet.commune, later) == (new,)
    assert hamlet.names(DAY - dt.timedelta(1))[1] == "Đảng bộ xã Mẫu"


def test_of_a_split_that_ends_the_old_one_the_first_part_carries_on(hamlet: Hamlet) -> None:
    desk = hamlet.desk
    parts = [
        Unit(
            OrganisationId(letter * 26),
            takes=(one,),
            new=operations.founding(OrganisationId(letter * 26), f"Đảng bộ xã {letter}", parent=hamlet.district),
        )
        for letter, one in (("z", hamlet.a), ("y", hamlet.b))
    ]
    carry_out(desk, operations.split(organisations.tree(desk, DAY), hamlet.commune, parts, Ruling(DAY)))
    assert organisations.successors(desk, hamlet.commune, DAY) == tuple(part.id for part in parts)
    assert organisations.known(desk).heirs(DAY)[hamlet.commune] == parts[0].id
    assert organisations.tree(desk, DAY).children[parts[0].id] == (hamlet.a, hamlet.c)


def test_dissolving_with_and_without_an_heir(hamlet: Hamlet) -> None:
    desk = hamlet.desk
    left = operations.dissolve(organisations.tree(desk, DAY), [hamlet.commune], Ruling(DAY))
    (caution,) = reorganising.preview(desk, left).cautions
    assert (caution.code, caution.count, caution.name) == (CautionCode.CHILDREN_LEFT, 3, "Đảng bộ xã Mẫu")
    taken = operations.dissolve(organisations.tree(desk, DAY), [hamlet.commune], Ruling(DAY), heir=hamlet.district)
    assert reorganising.preview(desk, taken).cautions == ()
    carry_out(desk, taken)
    assert organisations.tree(desk, DAY).children[hamlet.district] == (hamlet.a, hamlet.b, hamlet.c)


def test_what_cannot_be_is_refused_and_nothing_is_written(hamlet: Hamlet) -> None:
    desk, unknown = hamlet.desk, OrganisationId("u" * 26)
    tree = organisations.tree(desk, DAY)
    founded = carry_out(
        desk, operations.register([operations.founding(unknown, "Chi bộ Mới", parent=hamlet.commune)], Ruling(DAY))
    )
    impossible = {
        "ORGANISATION_CYCLE": operations.move([hamlet.district], hamlet.a, Ruling(DAY)),
        "ORGANISATION_UNKNOWN": operations.rename(OrganisationId("x" * 26), "X", Ruling(DAY)),
        "ORGANISATION_NAMELESS": operations.rename(hamlet.a, " ", Ruling(DAY)),
        "ORGANISATION_SELF": operations.dissolve(tree, [hamlet.a], Ruling(DAY), heir=hamlet.a),
        "ORGANISATION_ENDS_BEFORE": operations.dissolve(tree, [unknown], Ruling(DAY)),
        "REGISTER_UNCHANGED": operations.correct(
            [Setting(hamlet.a, (Attribute.CATEGORY,), category="subordinate")], Ruling()
        ),
    }
    digest = status.digest(desk)
    for code, word in impossible.items():
        with pytest.raises(Refusal) as refused:
            carry_out(desk, word)
        assert refused.value.code == code
        assert "…" not in failure_sentence(code, refused.value.data)
    assert status.digest(desk) == digest
    assert founded.preview.reach.begun == (unknown,)
    unknown_parent = operations.move([hamlet.a], OrganisationId("x" * 26), Ruling(DAY))
    with pytest.raises(Refusal, match="ORGANISATION_UNKNOWN"):
        reorganising.preview(desk, unknown_parent)


def test_a_circle_that_would_only_come_later_is_refused_too(hamlet: Hamlet) -> None:
    desk = hamlet.desk
    carry_out(desk, _apart(hamlet))
    with pytest.raises(Refusal, match="ORGANISATION_CYCLE"):
        carry_out(desk, operations.move([hamlet.b], hamlet.c, Ruling(DAY)))


def _apart(hamlet: Hamlet) -> Reorganisation:
    """From next year on C stands below B."""
    return operations.move([hamlet.c], hamlet.b, Ruling(DAY + dt.timedelta(365)))


def test_what_is_odd_is_told(hamlet: Hamlet) -> None:
    desk, rule = hamlet.desk, Ruling(DAY)
    tree = organisations.tree(desk, DAY)
    assert hamlet.codes(operations.rename(hamlet.a, "chi bộ THON b", rule)) == [CautionCode.NAME_TWICE]
    assert hamlet.codes(operations.recategorise({hamlet.a: "cell"}, rule)) == [CautionCode.CATEGORY_OF_OTHER_TIME]
    level = dataclasses.replace(operations.founding(hamlet.a, "Chi bộ thôn A"), level="ward")
    level = dataclasses.replace(level, sets=(Attribute.LEVEL,))
    assert hamlet.codes(operations.correct([level], rule)) == [CautionCode.LEVEL_OF_OTHER_TIME]
    wrong_sum = Unit(
        OrganisationId("n" * 26),
        (hamlet.a, hamlet.b),
        new=operations.founding(OrganisationId("n" * 26), "Chi bộ AB", parent=hamlet.commune, members=21),
    )
    (caution,) = reorganising.preview(desk, operations.merge(tree, wrong_sum, rule)).cautions
    assert (caution.code, caution.count, caution.other) == (CautionCode.MEMBERS_DIFFER, 20, "21")
    carry_out(desk, operations.rename(hamlet.a, "Chi bộ thôn A1", Ruling(DAY + dt.timedelta(9))))
    assert hamlet.codes(operations.rename(hamlet.a, "Chi bộ thôn A0", rule)) == [CautionCode.LATER_WORD]
    carry_out(desk, operations.dissolve(tree, [hamlet.c], rule))
    later = Ruling(DAY + dt.timedelta(1))
    assert hamlet.codes(operations.rename(hamlet.c, "Chi bộ thôn C1", later)) == [CautionCode.NOT_STANDING]
    assert hamlet.codes(operations.move([hamlet.b], hamlet.c, later)) == [CautionCode.SUPERIOR_GONE]


def test_taking_back_a_founding_that_others_still_speak_of_is_told(hamlet: Hamlet) -> None:
    desk, new = hamlet.desk, OrganisationId("n" * 26)
    founded = carry_out(
        desk, operations.register([operations.founding(new, "Chi bộ Mới", parent=hamlet.commune)], Ruling(DAY))
    )
    carry_out(desk, operations.rename(new, "Chi bộ Mới hơn", Ruling(DAY + dt.timedelta(1))))
    (caution,) = reorganising.preview(desk, reorganising.taking_back((founded.entry,))).cautions
    assert (caution.code, caution.name) == (CautionCode.STILL_USED, "Chi bộ Mới hơn")


def test_the_history_of_one_organisation_has_every_word_about_it(hamlet: Hamlet) -> None:
    desk = hamlet.desk
    carry_out(desk, operations.rename(hamlet.b, "Chi bộ thôn B1", Ruling(DAY)))
    carry_out(desk, operations.rename(hamlet.a, "Chi bộ thôn A1", Ruling(DAY, "05-QĐ/HU", "đổi tên thôn")))
    merged = operations.merge(organisations.tree(desk, BEFORE), Unit(hamlet.b, (hamlet.a,)), Ruling(BEFORE, "09-QĐ/HU"))
    carry_out(desk, merged)
    told = organisations.words(desk, hamlet.a)
    assert [(one.operation, one.on, one.decision) for one in told] == [
        (Operation.MERGED, BEFORE, "09-QĐ/HU"),
        (Operation.RENAMED, DAY, "05-QĐ/HU"),
        (Operation.REGISTERED, None, ""),
    ]
    assert told[1].reason == "đổi tên thôn"
    assert told[1].settings[0].name == "Chi bộ thôn A1"
    assert told[0].successions[0].new == hamlet.b
    assert all(one.person and one.machine for one in told)
    assert [one.operation for one in organisations.words(desk, hamlet.c)] == [Operation.REGISTERED]
    with pytest.raises(Refusal, match="ORGANISATION_UNKNOWN"):
        organisations.words(desk, OrganisationId("x" * 26))


def test_the_register_in_memory_follows_the_book_and_not_what_was_given_up(hamlet: Hamlet) -> None:
    desk = hamlet.desk
    first = organisations.known(desk)
    assert organisations.known(desk) is first
    with pytest.raises(ZeroDivisionError):
        _empty_and_give_up(desk)
    assert set(organisations.register(desk)) == {hamlet.district, hamlet.commune, hamlet.a, hamlet.b, hamlet.c}
    assert not registers.differences(desk)


def _empty_and_give_up(desk: Desk) -> None:
    with desk.book.transaction():
        directory.put_organisations(desk.book, ())
        assert organisations.register(desk) == {}
        raise ZeroDivisionError


def test_words_of_a_laptop_are_refused(tmp_path: Path) -> None:
    found_home(tmp_path / "laptop")
    desk = open_home(tmp_path / "laptop")
    with pytest.raises(Refusal, match="NOT_AN_OFFICE"):
        reorganising.preview(desk, june_2023.founding())
    assert organisations.words(desk) == ()
    founding.close_desk(desk)
