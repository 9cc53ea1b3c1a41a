"""A table as a document of its office: its head on every page, nothing cut, signed below its last row."""

import io

import pytest
from pypdf import PdfReader

from chibo_desktop.documents.letterhead import HeadText
from chibo_desktop.documents.tables import Form, TableText, build_table

FORM = Form(HeadText("", "Văn phòng Đảng ủy", "", "ngày 01 tháng 12 năm 2026"), ("Người lập", "Người duyệt"), ("Tổ",))
LONG = "một lý do dài phải xuống nhiều dòng trong một ô hẹp của bảng "


def pages_of(rows: int, words: str = "chữ") -> list[str]:
    told = tuple((f"{place}", f"{words} số {place} hết") for place in range(1, rows + 1))
    data = build_table(TableText("Lịch dự", "Tháng 12 năm 2026", ("TT", "Ghi chú"), told, (1, 4), FORM))
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages]


@pytest.mark.parametrize("rows", [0, 1, 9, 14, 15, 16, 17, 18, 19, 20, 60])
def test_whoever_signs_sees_a_row_above_the_space_for_ink(rows: int) -> None:
    *before, last = pages_of(rows)
    assert "NGƯỜI DUYỆT" in last
    assert all("NGƯỜI DUYỆT" not in page for page in before)
    assert not rows or f"chữ số {rows} hết" in last


def test_the_head_of_the_table_is_repeated_and_that_of_the_document_is_not() -> None:
    first, *others = pages_of(60)
    assert others
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in first
    assert "LỊCH DỰ" in first
    for page in others:
        assert "TT Ghi chú" in page
        assert "ĐẢNG CỘNG SẢN" not in page


def test_a_row_that_no_page_holds_goes_on_on_the_next_one() -> None:
    pages = pages_of(1, LONG * 60)
    assert len(pages) > 1
    text = " ".join(pages)
    assert text.count("một lý do dài") == 60
    assert "số 1 hết" in pages[-1]
