"""The printed form measured on the picture of the page that another program draws."""

import dataclasses
import itertools
import re

import pytest

from chibo_desktop.documents.faces import Cases, Cut
from chibo_desktop.documents.letterhead import PARTY_NAME
from chibo_desktop.domain.organisations import CellSnapshot, Superior
from tests.building.full_visit import everything
from tests.building.paper import PROOF, darkest, ink_box_mm, ink_of, minutes_of, pages_of, picture_of, standard_options
from tests.building.visits import big_visit, phieng_an

DPI = 200
MM = DPI / 25.4


@pytest.fixture(scope="module")
def big():
    return minutes_of(big_visit(sentences=6), proof=PROOF)


@pytest.fixture(scope="module")
def big_duplex():
    return minutes_of(big_visit(sentences=6), duplex=True)


def test_margins_of_full_pages(big):
    assert big.pages > 5
    for page in (2, 3, 4):
        edges = ink_box_mm(picture_of(big.pdf, page, DPI), DPI, above_mm=16)
        assert edges == pytest.approx((20, 20, 30, 15), abs=1)


def test_first_page_begins_at_the_upper_margin(big):
    top, bottom, left, right = ink_box_mm(picture_of(big.pdf, 1, DPI), DPI)
    assert (top, bottom, left, right) == pytest.approx((20, 20, 30, 15), abs=1)


def test_backs_of_duplex_sheets_swap_left_and_right(big_duplex):
    front = ink_box_mm(picture_of(big_duplex.pdf, 3, DPI), DPI, above_mm=16)
    back = ink_box_mm(picture_of(big_duplex.pdf, 2, DPI), DPI, above_mm=16)
    assert front == pytest.approx((20, 20, 30, 15), abs=1)
    assert back == pytest.approx((20, 20, 15, 30), abs=1)


def test_page_number_stands_centred_ten_millimetres_from_the_edge_from_page_two(big):
    assert not pages_of(big.pdf)[0].lstrip().startswith("1")
    assert pages_of(big.pdf)[1].lstrip().startswith("2\n")
    first = picture_of(big.pdf, 1, DPI)
    first = first.crop((0, 0, first.width, round(16 * MM)))
    assert darkest(first) == 255
    number = picture_of(big.pdf, 2, DPI)
    number = number.crop((0, 0, number.width, round(16 * MM)))
    top, _, left, right = ink_box_mm(number, DPI)
    assert top == pytest.approx(10, abs=0.5)
    assert (left + 210 - right) / 2 == pytest.approx(30 + 165 / 2, abs=0.5)


def test_rule_is_as_long_as_the_party_name():
    dpi = 600
    picture = picture_of(minutes_of(phieng_an()).pdf, 1, dpi)
    right_half = picture.crop((picture.width // 2, 0, picture.width, round(32 * dpi / 25.4)))
    dark = ink_of(right_half)
    rows = [dark.crop((0, y, dark.width, y + 1)).getbbox() for y in range(dark.height)]
    full = [
        (box[0], box[2])
        for y, box in enumerate(rows)
        if box
        and sum(dark.crop((box[0], y, box[2], y + 1)).histogram()[255:]) == box[2] - box[0]
        and box[2] - box[0] > 500
    ]
    assert full, "no solid rule"
    start, end = full[0]
    name = dark.crop(
        (0, 0, dark.width, next(y for y, box in enumerate(rows) if box and (box[0], box[2]) == full[0]))
    ).getbbox()
    assert name is not None
    advance = Cases(standard_options().fonts).face(Cut.BOLD).width(PARTY_NAME, 15) * dpi / 72
    assert end - start == pytest.approx(advance, abs=2)
    assert (start, end) == pytest.approx((name[0], name[2]), abs=0.01 * advance)


@pytest.mark.parametrize("opinions", range(0, 36, 3))
def test_signatures_never_stand_alone(opinions):
    pages = pages_of(minutes_of(big_visit(attendees=4, opinions=opinions, sentences=1), proof=PROOF).pdf)
    *_, last = pages
    assert "NGƯỜI GHI BIÊN BẢN" in last
    assert "CHỦ TRÌ" in last
    assert PROOF.content_hash in last
    body = last[: last.index("NGƯỜI GHI BIÊN BẢN")]
    assert len(re.findall(r"\w+", body)) >= 10


def test_signature_names_stand_under_their_headings_with_room_for_ink():
    picture = picture_of(minutes_of(phieng_an()).pdf, 2, DPI)
    rows = ink_of(picture).resize((1, picture.height)).get_flattened_data()
    inked = [y for y, grey in enumerate(rows) if grey]
    white = max(after - before for before, after in itertools.pairwise(inked))
    assert white / MM > 20


def test_long_names_of_bodies_wrap_and_keep_apart():
    long = (
        "Đảng bộ các cơ quan và doanh nghiệp trực thuộc khối nông lâm nghiệp và phát triển nông thôn tỉnh Bắc Kạn " * 2
    )
    visit = dataclasses.replace(
        phieng_an(), cell=CellSnapshot("Chi bộ " + long[:190].strip(), superiors=(Superior(long[:200].strip()),))
    )
    document = minutes_of(visit)
    picture = picture_of(document.pdf, 1, DPI)
    left, right = round((30 + 165 * 0.447) * MM), round((30 + 165 * 0.463) * MM)
    gutter = picture.crop((left, round(18 * MM), right, round(60 * MM)))
    assert darkest(gutter) > 128
    assert all(check.is_good for check in document.checks if check.code == "pages")


def test_draft_mark_is_light_and_on_every_page():
    plain, draft = minutes_of(everything()), minutes_of(everything(), draft=True)
    assert plain.pages == draft.pages
    for page in range(1, draft.pages + 1):
        flat = slice(228, 238)
        assert sum(picture_of(draft.pdf, page, DPI).histogram()[flat]) > 0.02 * 297 * 210 * MM**2
        assert sum(picture_of(plain.pdf, page, DPI).histogram()[flat]) < 0.005 * 297 * 210 * MM**2
        ink = ink_of(picture_of(draft.pdf, page, DPI)).getbbox()
        assert ink == ink_of(picture_of(plain.pdf, page, DPI)).getbbox()


def test_twenty_pages_and_more():
    document = minutes_of(big_visit(attendees=200, opinions=60, sentences=16))
    assert document.pages >= 20
    assert f"\n\n{document.pages}\n" in "\n\n" + pages_of(document.pdf)[-1].lstrip()
