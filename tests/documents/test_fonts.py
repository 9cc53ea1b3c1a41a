import dataclasses
import re
import shutil
from pathlib import Path

import pytest
import reportlab

from chibo_desktop.documents.checks import CheckCode
from chibo_desktop.documents.faces import Cases, Cut, clusters, load_face
from chibo_desktop.documents.fonts import VIETNAMESE_LETTERS, FontFamily, choose_font_family, find_families
from chibo_desktop.domain.outcomes import Fault
from chibo_desktop.domain.visits import Visit
from tests.building.paper import minutes_of, standard_options, text_of
from tests.building.visits import phieng_an

VERA = Path(reportlab.__file__).with_name("fonts")
LACKING = FontFamily("Vera", VERA / "Vera.ttf", VERA / "VeraBd.ttf", VERA / "VeraIt.ttf", VERA / "VeraBI.ttf")


@pytest.fixture
def family():
    return standard_options().fonts


def saying(words: str) -> Visit:
    visit = phieng_an()
    return dataclasses.replace(visit, closing=dataclasses.replace(visit.closing, conclusion=words))


def checks_of(document, code):
    return [check for check in document.checks if check.code is code]


def test_vietnamese_has_134_letters_beyond_ascii():
    assert len(VIETNAMESE_LETTERS) == 134
    assert {"ế", "Ự", "đ", "Đ", "ỹ", "Ặ"} <= VIETNAMESE_LETTERS


def test_all_four_cuts_of_the_chosen_family_hold_every_letter(family):
    for cut in family.cuts:
        assert load_face(cut).widths.keys() >= VIETNAMESE_LETTERS


def test_a_family_that_lacks_letters_is_passed_over(family):
    assert choose_font_family((LACKING, family)) is family


def test_one_bad_cut_spoils_a_family(family):
    half = dataclasses.replace(family, name="half", bold_italic=LACKING.bold_italic)
    with pytest.raises(Fault) as caught:
        choose_font_family((half,))
    assert caught.value.code == "FONT_MISSING"
    assert caught.value.data["tried"] == "half"
    assert "ế" in str(caught.value.data["lacking"])


def test_no_family_at_all_is_a_fault():
    with pytest.raises(Fault, match="FONT_MISSING"):
        choose_font_family(())


def test_a_file_that_is_no_font_is_passed_over(tmp_path, family):
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(family.regular.read_bytes()[:3000])
    with pytest.raises(Fault, match="FONT_UNREADABLE"):
        load_face(broken)
    assert choose_font_family((dataclasses.replace(family, regular=broken), family)) is family


def test_families_are_found_by_their_files_the_prescribed_one_first(tmp_path, family):
    names = ("times.ttf", "timesbd.ttf", "TIMESI.TTF", "timesbi.ttf")
    tinos = ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf")
    for cut, *targets in zip(family.cuts, names, tinos, strict=True):
        for target in targets:
            shutil.copy(cut, tmp_path / target)
    (tmp_path / "LiberationSerif-Regular.ttf").write_bytes(b"alone")
    found = find_families([tmp_path])
    assert [each.name for each in found] == ["Times New Roman", "Tinos"]
    assert found[0].italic == tmp_path / "TIMESI.TTF"


def test_a_letter_that_the_family_lacks_is_lent_by_another_face(family):
    lent = dataclasses.replace(LACKING, substitutes=(family.regular,))
    document = minutes_of(saying("Kết luận bằng chữ Việt."), fonts=lent)
    assert "Kết luận bằng chữ Việt." in text_of(document.pdf)
    (check,) = checks_of(document, CheckCode.LETTERS_SUBSTITUTED)
    assert check.is_good
    assert "ế (U+1EBF)" in str(check.datum("letters"))


def test_a_letter_that_no_face_holds_is_spelt_and_reported(family):
    alone = dataclasses.replace(family, substitutes=())
    document = minutes_of(saying("Phấn khởi \U0001f600 và 漢."), fonts=alone)
    assert "Phấn khởi [U+1F600] và [U+6F22]." in text_of(document.pdf)
    (check,) = checks_of(document, CheckCode.LETTERS_MISSING)
    assert not check.is_good
    assert check.datum("letters") == "漢 (U+6F22) \U0001f600 (U+1F600)"


def test_a_lender_that_cannot_be_read_is_passed_over(tmp_path, family):
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")
    lent = dataclasses.replace(LACKING, substitutes=(broken, family.regular))
    assert "Kết luận." in text_of(minutes_of(saying("Kết luận."), fonts=lent).pdf)


def test_letters_beyond_the_first_plane_can_be_copied_out_again(family):
    holders = [path for path in family.substitutes if "\U0001f600" in load_face(path).widths]
    if not holders:
        pytest.skip("no installed face holds U+1F600")
    document = minutes_of(saying("Phấn khởi \U0001f600 lắm."))
    assert "Phấn khởi \U0001f600 lắm." in text_of(document.pdf)
    assert not checks_of(document, CheckCode.LETTERS_MISSING)


def test_marks_stay_with_their_letter(family):
    text = "ra\u0310\u0331t"
    assert list(clusters(text)) == ["r", "a\u0310\u0331", "t"]
    told = "".join(letters for _, letters in Cases(family).pieces(text, Cut.REGULAR))
    assert re.sub(r"\[U\+(\w+)\]", lambda found: chr(int(found[1], 16)), told) == text


def test_plain_text_needs_no_second_face(family):
    cases = Cases(family)
    assert cases.pieces("Chi bộ thôn Phiêng An", Cut.BOLD) == [(load_face(family.bold), "Chi bộ thôn Phiêng An")]
    assert not cases.substituted
