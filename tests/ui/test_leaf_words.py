"""Every leaf that a visit can have has a Vietnamese name, and every name belongs to a leaf."""

from collections.abc import Iterator

import pytest

from chibo_desktop.domain.fields import branches
from chibo_desktop.domain.visits import Visit
from chibo_desktop.ui import leaf_words, words


def every_path(of: type = Visit, before: str = "") -> Iterator[str]:
    for branch in branches(of):
        path = before + branch.name
        if branch.inner is not None:
            yield from every_path(branch.inner, f"{path}.")
        elif branch.row is not None:
            yield from every_path(branch.row, f"{path}/abcd2345/")
        else:
            yield path


@pytest.mark.parametrize("path", tuple(every_path()))
def test_every_leaf_has_a_name(path: str) -> None:
    assert leaf_words.full_name(path)
    assert path.rsplit("/", maxsplit=1)[-1] not in leaf_words.full_name(path)


def test_every_name_belongs_to_a_leaf() -> None:
    kinds = {leaf_words.kind_of(path) for path in every_path()}
    lasts = {kind.rsplit(".", 1)[-1] for kind in kinds}
    assert set(leaf_words._LEAVES) <= kinds | lasts
    assert set(leaf_words._ENUMS) <= kinds
    assert set(leaf_words._ENUMS.values()) <= set(words.WORDS)


def test_every_list_has_a_word_for_its_rows() -> None:
    lists = {leaf_words.kind_of(path).rsplit(".", 1)[0] for path in every_path() if "/" in path}
    assert set(leaf_words._ROWS) == lists


def test_a_leaf_is_said_with_the_number_of_its_row() -> None:
    assert leaf_words.full_name("opinions/zzzz2222/text", (3,)) == "Ý kiến 3, nội dung"
    assert leaf_words.full_name("opinions/zzzz2222/text", (0,)) == "Ý kiến, kiến nghị: Nội dung"
    assert leaf_words.name("opinions/zzzz2222/struck", (3,)) == "Bỏ dòng: Ý kiến 3"
    inner = "agenda/zzzz2222/remarks/yyyy2222/content"
    assert leaf_words.name(inner, (2, 1)) == "Mục 2, phát biểu 1, nội dung phát biểu"
    assert leaf_words.value("cell.areas", "deep, border") == "Vùng sâu, Biên giới"


def test_values_are_said_in_the_words_of_the_minutes() -> None:
    assert leaf_words.full_name("attendance.roster/zzzz2222/state") == "Danh sách đảng viên: Trạng thái"
    assert leaf_words.value("attendance.roster/zzzz2222/state", "unexcused") == "Vắng không lý do"
    assert leaf_words.value("closing.adopted", "True") == "có"
    assert leaf_words.value("session.date", "2026-12-03") == "03/12/2026"
    assert leaf_words.value("session.start", "19:30") == "19:30"
    assert leaf_words.value("session.theme", "") == "(để trống)"


def test_a_name_says_whose_it_is() -> None:
    assert leaf_words.name("secretary.name") == "Thư ký, họ và tên"
    assert leaf_words.full_name("chair.post") == "Chủ trì, chức vụ"
