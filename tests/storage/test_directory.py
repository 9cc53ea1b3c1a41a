import datetime as dt

from chibo_desktop.domain.ids import GroupId, OrganisationId, PersonId
from chibo_desktop.domain.organisations import CellCategory, CellSnapshot, Dated, Organisation, Superior
from chibo_desktop.domain.people import Group, Person, Tier
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.directory import (
    find_cells,
    groups,
    organisations,
    people,
    put_groups,
    put_organisations,
    put_people,
    remember_cells,
)
from tests.building.stored import NOW

PHIENG_AN = CellSnapshot("Chi bộ thôn Phiêng An", superiors=(Superior("Đảng uỷ xã Quang Thuận"),))
DON_BAY = CellSnapshot("Chi bộ thôn Đon Bây", OrganisationId("don bay"), category=CellCategory.GRASSROOTS)


def test_the_directory_gives_back_what_was_put_in_last(book: Book) -> None:
    put_people(book, [Person(PersonId("1"), "Đinh Văn A"), Person(PersonId("2"), "Chu Thị B", "Trưởng ban")])
    put_people(book, [Person(PersonId("1"), "An Văn A")])
    assert people(book) == (Person(PersonId("1"), "An Văn A"), Person(PersonId("2"), "Chu Thị B", "Trưởng ban"))
    group = Group(GroupId("1"), "Tổ 3", Tier.PROVINCE, PersonId("1"), (PersonId("1"), PersonId("2")))
    put_groups(book, [group])
    assert groups(book) == (group,)
    cell = Organisation(
        OrganisationId("1"),
        (Dated("Chi bộ cơ sở", valid_to=dt.date(2026, 7, 25)), Dated("Chi bộ", dt.date(2026, 7, 26))),
        parents=(Dated(OrganisationId("2")),),
        categories=(Dated(CellCategory.CELL),),
    )
    put_organisations(book, [cell])
    assert organisations(book) == (cell,)


def test_cells_are_offered_as_they_are_typed_last_used_first(book: Book) -> None:
    remember_cells(book, [PHIENG_AN], NOW)
    remember_cells(book, [DON_BAY, CellSnapshot()], NOW + dt.timedelta(days=1))
    assert find_cells(book) == (DON_BAY, PHIENG_AN)
    assert find_cells(book, "thôn") == (DON_BAY, PHIENG_AN)
    assert find_cells(book, "PHIÊNG a") == (PHIENG_AN,)
    assert find_cells(book, "hiêng") == ()
    assert find_cells(book, "%") == ()
    assert find_cells(book, limit=1) == (DON_BAY,)


def test_a_cell_is_remembered_once_in_its_last_form(book: Book) -> None:
    renamed = CellSnapshot("Chi bộ thôn Đon Bây mới", DON_BAY.id)
    remember_cells(book, [DON_BAY, PHIENG_AN], NOW)
    remember_cells(book, [renamed, PHIENG_AN], NOW + dt.timedelta(days=1))
    remember_cells(book, [DON_BAY], NOW - dt.timedelta(days=1))
    assert set(find_cells(book)) == {renamed, PHIENG_AN}


def test_two_cells_of_one_name_under_different_committees_are_two(book: Book) -> None:
    elsewhere = CellSnapshot(PHIENG_AN.name, superiors=(Superior("Đảng uỷ xã Đồng Phúc"),))
    remember_cells(book, [PHIENG_AN, elsewhere], NOW)
    assert set(find_cells(book, "phieng an")) == {PHIENG_AN, elsewhere}
