"""*Phiếu xin đăng ký* on paper, read back: by eye, by a reader of QR codes, and typed."""

import datetime as dt

from chibo_desktop.documents.codes_read import texts_in
from chibo_desktop.documents.fonts import standard_family
from chibo_desktop.documents.profiles import load_profile
from chibo_desktop.documents.request_page import RequestPage, build_request_page
from tests.building.exchange import bytes_from
from tests.building.paper import pages_of, text_of

TEXT = "XIN1" + "".join("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[byte % 32] for byte in bytes_from("paper")(880))
PAGE = RequestPage(
    "Văn phòng Đảng ủy xã Quang Thuận", dt.date(2026, 11, 24), "Quang Thuận-2", "Ma Từ Đông Điền", "tổ trưởng",
    "Tổ số 05", TEXT,
)  # fmt: skip


def pdf() -> bytes:
    return build_request_page(PAGE, load_profile(), standard_family())


def test_the_page_says_who_asks_and_what_both_sides_do() -> None:
    words = " ".join(text_of(pdf()).split())
    told = ("PHIẾU XIN ĐĂNG KÝ MÁY", "Quang Thuận-2", "Ma Từ Đông Điền", "Dán phiếu xin đăng ký", "Không ghi 15 số")
    assert [one for one in told if one not in words] == []
    assert len(pages_of(pdf())) == 1
    assert pdf() == pdf()


def test_the_code_and_the_letters_hold_the_same_request() -> None:
    assert texts_in(pdf()) == (TEXT,)
    assert TEXT in "".join(text_of(pdf()).split())
