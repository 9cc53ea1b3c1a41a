import datetime as dt

import pytest

from chibo_desktop.domain.ids import ItemId, VisitId
from chibo_desktop.domain.visits import Closing, Opinion, Session, Visit, VisitState
from chibo_desktop.storage.book import Book, open_book
from chibo_desktop.storage.drafts import Draft, drafts, drop_draft, load_draft, open_draft, save_draft, set_open_draft
from chibo_desktop.storage.hits import find
from chibo_desktop.storage.register import put_visits
from chibo_desktop.storage.visit_lists import VisitFilter, page_of_visits
from tests.building.stored import KEY, NOW, a_line

VISIT = Visit(
    VisitId("visit"),
    session=Session(date=dt.date(2023, 9, 3), start="19:30"),
    opinions=(Opinion(ItemId("item2345"), text="Sửa đường"),),
    closing=Closing(conclusion="Nhất trí"),
)
DRAFT = Draft(VISIT, "opinions/item2345/text:9", NOW)
LINE = a_line("visit", "Sửa đường", state=VisitState.DRAFT)


def test_a_draft_comes_back_at_its_place_after_the_program_was_killed(book: Book) -> None:
    save_draft(book, DRAFT, LINE)
    set_open_draft(book, VISIT.id)
    after_the_crash = open_book(book.path, KEY)  # the first connection was never closed
    assert open_draft(after_the_crash) == VISIT.id
    assert load_draft(after_the_crash, VISIT.id) == DRAFT
    after_the_crash.close()


def test_saving_again_replaces(book: Book) -> None:
    save_draft(book, DRAFT, LINE)
    later = Draft(VISIT, "closing", NOW + dt.timedelta(seconds=1))
    save_draft(book, later, a_line("visit", "Làm cầu", state=VisitState.DRAFT))
    assert drafts(book) == (later,)
    assert [len(find(book, words)) for words in ("đường", "cầu")] == [0, 1]


def test_drafts_are_listed_last_saved_first(book: Book) -> None:
    save_draft(book, DRAFT, None)
    other = Draft(Visit(VisitId("other")), "", NOW + dt.timedelta(seconds=1))
    save_draft(book, other, None)
    assert drafts(book) == (other, DRAFT)
    assert load_draft(book, VisitId("unknown")) is None


def test_a_draft_thrown_away_leaves_the_register(book: Book) -> None:
    save_draft(book, DRAFT, LINE)
    set_open_draft(book, VISIT.id)
    drop_draft(book, VISIT.id)
    assert drafts(book) == ()
    assert page_of_visits(book, VisitFilter()) == ()
    assert open_draft(book) is None


@pytest.mark.parametrize("line", [None, a_line("visit", state=VisitState.FINALISED)])
def test_a_finalised_visit_stays_when_its_draft_goes(book: Book, line: object) -> None:
    finalised = a_line("visit", state=VisitState.FINALISED)
    put_visits(book, (finalised,))
    save_draft(book, DRAFT, line)  # type: ignore[arg-type]  # a line or none
    drop_draft(book, VISIT.id)
    assert page_of_visits(book, VisitFilter()) == (finalised.row,)


def test_dropping_one_draft_leaves_the_one_on_screen(book: Book) -> None:
    save_draft(book, DRAFT, LINE)
    set_open_draft(book, VISIT.id)
    drop_draft(book, VisitId("other"))
    assert open_draft(book) == VISIT.id
