from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.documents.faces import Cases
from chibo_desktop.documents.pages import break_into_pages, rows_of
from chibo_desktop.documents.paragraphs import Paragraph, plain
from chibo_desktop.documents.sheets import Sheets
from tests.building.paper import standard_options


@dataclass(slots=True)
class Block:
    extent: float
    gap: float = 6.0
    stretch: float = 0.0
    stays: bool = False
    is_pinned: bool = False

    def draw(self, sheets: Sheets, top: float) -> None:
        raise AssertionError


BLOCKS = st.lists(st.builds(Block, extent=st.floats(1, 90), gap=st.floats(0, 20), stays=st.booleans()), max_size=60)


def height_of(page):
    return sum(row.extent for row in page) + sum(row.gap for row in page[1:])


@given(rows=BLOCKS)
def test_every_row_stands_on_one_page_in_order_and_pages_hold_them(rows):
    pages = list(break_into_pages(rows, 100))
    assert [row for page in pages for row in page] == rows
    assert all(page and height_of(page) <= 100.01 for page in pages)


@given(rows=BLOCKS)
def test_no_page_ends_after_a_row_that_stays_unless_all_its_rows_do(rows):
    pages = list(break_into_pages(rows, 100))
    for page in pages[:-1]:
        assert not page[-1].stays or all(row.stays for row in page)


def test_a_row_taller_than_the_page_gets_a_page_of_its_own():
    rows = [Block(10), Block(500), Block(10)]
    assert [len(page) for page in break_into_pages(rows, 100)] == [1, 1, 1]


def test_first_two_and_last_two_lines_of_a_paragraph_stay_together():
    options = standard_options()
    rows = rows_of(plain("một hai ba bốn " * 40), options.profile, Cases(options.fonts), 460)
    assert [row.stays for row in rows] == [True, *[False] * (len(rows) - 3), True, False]
    heading = rows_of(Paragraph(plain("Đầu đề").runs, stays_with_next=True), options.profile, Cases(options.fonts), 460)
    assert [row.stays for row in heading] == [True]


def test_lines_stand_as_far_apart_as_the_profile_says():
    options = standard_options()
    first, second, *_ = rows_of(plain("một hai ba bốn " * 40), options.profile, Cases(options.fonts), 460)
    assert second.gap + second.extent == options.profile.leading == 20
    assert first.gap - second.gap == options.profile.paragraph_gap >= 6
    assert second.gap + second.extent + second.stretch == options.profile.leading_most <= 22
