"""Every leaf that a visit can have has a Vietnamese name, and every name belongs to a leaf."""

from collections.abc import Iterator

import pytest

from chibo_desktop.domain.fields import branches
from chibo_desktop.domain.visits import Visit
from chibo_desktop.ui import paths, words


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
    assert paths.full_name(path)
    assert path.rsplit("/", maxsplit=1)[-1] not in paths.full_name(path)


def test_every_name_belongs_to_a_leaf() -> None:
    kinds = {paths.kind_of(path) for path in every_path()}
    lasts = {kind.rsplit(".", 1)[-1] for kind in kinds}
    assert set(paths._LEAVES) <= kinds | lasts
    assert set(paths._ENUMS) <= kinds
    assert set(paths._ENUMS.values()) <= set(words.WORDS)


def test_values_are_said_in_the_words_of_the_minutes() -> None:
    assert paths.full_name("attendance.roster/zzzz2222/state") == "Danh sách đảng viên: Trạng thái"
    assert paths.value("attendance.roster/zzzz2222/state", "unexcused") == "Vắng không lý do"
    assert paths.value("closing.adopted", "True") == "có"
    assert paths.value("session.date", "2026-12-03") == "03/12/2026"
    assert paths.value("session.start", "19:30") == "19:30"
    assert paths.value("session.theme", "") == "(để trống)"
