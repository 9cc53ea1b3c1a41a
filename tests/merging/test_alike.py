"""Which names are pointed out as perhaps one, and which are not."""

import pytest

from chibo_desktop.merging.alike import alike_pairs

CELLS = "Chi bộ thôn"


@pytest.mark.parametrize(
    ("one", "other", "are_alike"),
    [
        (f"{CELLS} Phiêng An", f"{CELLS} Phieng An", True),
        (f"{CELLS} Phiêng An", f"{CELLS} Phiêng Ann", True),
        (f"{CELLS} Phiêng An", "Chi bộ Phiêng An", True),
        ("Chi bộ Trường Mầm non Quang Thuận", "Chi bộ Trường Mầm non xã Quang Thuận", True),
        (f"{CELLS} Nà Mu", f"{CELLS} Nà Mò", False),
        (f"{CELLS} Nà Mu", f"{CELLS} Bản Lấp", False),
        ("Chi bộ tổ dân phố 1", "Chi bộ tổ dân phố 2", False),
        ("Chi bộ tổ dân phố 1", "Chi bộ tổ dân phố 11", False),
        ("Đảng bộ xã Dương Phong", "Đảng bộ xã Đôn Phong", False),
        ("Chi bộ Bưu điện huyện Ba Bể", "Chi bộ Điện lực huyện Ba Bể", False),
    ],
)
def test_what_is_pointed_out(one: str, other: str, are_alike: bool) -> None:
    assert bool(list(alike_pairs([(one, 1)], [(other, 2)]))) is are_alike


def test_a_pair_of_new_names_is_told_once() -> None:
    pairs = list(alike_pairs([(f"{CELLS} Phiêng An", 1), (f"{CELLS} Phieng An", 2)], []))
    assert [(one[1], other[1]) for one, other in pairs] == [(1, 2)]
