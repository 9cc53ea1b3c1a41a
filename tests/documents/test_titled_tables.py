"""Titles inside a table on paper: as wide as the table, never left alone at the foot of a page, said again overleaf."""

import pypdfium2
import pytest

from chibo_desktop.documents.tables import TableText, build_table

HEAD, SHARES = ("TT", "Họ và tên", "Chức vụ"), (1, 4, 5)
LONG = "Ủy viên Ban Thường vụ Tỉnh ủy, Trưởng ban Dân vận Tỉnh ủy, Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh " * 3


def pages(rows: tuple[tuple[str, ...], ...]) -> list[list[str]]:
    """The lines of each page."""
    document = pypdfium2.PdfDocument(build_table(TableText("DANH SÁCH", "", HEAD, rows, SHARES)))
    return [page.get_textpage().get_text_bounded().splitlines() for page in document]


def table(groups: int, members: int, post: str = "Tỉnh ủy viên") -> tuple[tuple[str, ...], ...]:
    rows: list[tuple[str, ...]] = []
    for group in range(groups):
        rows.append((f"Tổ số {group:02d}. Phụ trách xã Quang Thuận",))
        rows += [(f"{place:02d}", f"Người-{group}-{place}", post) for place in range(members)]
    return tuple(rows)


@pytest.mark.parametrize("members", [1, 2, 3, 7, 30, 61])
def test_no_title_stands_alone_and_everybody_is_named_once(members: int) -> None:
    found = pages(table(12, members))
    for lines in found:
        assert not lines[-1].startswith("Tổ số"), lines[-3:]
    every = [word for lines in found for line in lines for word in line.split() if word.startswith("Người-")]
    assert sorted(every) == sorted(f"Người-{group}-{place}" for group in range(12) for place in range(members))


def test_a_title_is_said_again_where_its_rows_go_on() -> None:
    found = pages(table(1, 100))
    assert len(found) > 2
    assert all(any(line.startswith("Tổ số 00.") for line in lines) for lines in found)


def test_titles_and_rows_of_any_length_come_whole() -> None:
    found = pages(((LONG * 30,), ("01", "Người-0-0", LONG * 20), ("Tổ sau",), ("02", "Người-1-0", "Tỉnh ủy viên")))
    words = " ".join(" ".join(lines) for lines in found).split()
    assert words.count("Trưởng") >= 3 * 50
    assert {"Người-0-0", "Người-1-0"} <= set(words)
