"""Vietnamese text: one form to store, one to search."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.domain.text import clean_name, clean_text, fold, folded_words, is_clean, spelling

WORDS = re.compile(r"[^\W_]+")
VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"


@given(st.text(st.characters(codec=None), max_size=40))
def test_clean_text_is_composed_and_stays_clean(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert is_clean(clean)
    clean.encode("utf-8")


@given(st.text(VIETNAMESE + VIETNAMESE.upper() + " ,.", max_size=40))
def test_folding_again_changes_nothing_and_leaves_plain_letters(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert folded.isascii()
    assert folded == fold(unicodedata.normalize("NFD", text)) == fold(text.upper())
    assert len(folded) == len(text)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  Chi bộ \n", "Chi bộ"),
        ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne"),
        (unicodedata.normalize("NFD", "Phiêng An"), "Phiêng An"),
        ("e\u200b\u0302\u0301", "ế"),
        ("a\u202eb\ufeffc\u00ad", "abc"),
        ("a\x00b\x1bc\x9fd\te", "abcd\te"),
        ("a\ud800b", "ab"),
    ],
)
def test_text_as_it_is_stored(text: str, clean: str) -> None:
    assert clean_text(text) == clean
    assert not is_clean(text)


def test_a_name_is_one_line() -> None:
    assert clean_name(" Ma  Từ\nĐông\t Điền ") == "Ma Từ Đông Điền"


@pytest.mark.parametrize(("one", "other"), [("Đảng uỷ", "đảng ủy"), ("ĐON BÂY", "don bay"), ("OCOP", "ocop")])
def test_folded_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_folding_keeps_other_letters_apart() -> None:
    assert fold("Hà") != fold("Hồ")
    assert fold("Đà 가") == "da 가"


def words_of(text: str) -> list[str]:
    return WORDS.findall(text)


@pytest.mark.parametrize("page", [0x00, 0x01, 0x02, 0x03, 0x1E, 0x20, 0x21, 0xFB])
def test_every_letter_gives_the_same_words_both_ways(page: int) -> None:
    for low in range(256):
        text = f"Đi{chr(page << 8 | low)}ệu, x"
        assert words_of(folded_words(text)) == words_of(fold(text)), hex(page << 8 | low)


@given(st.text(st.sampled_from("aĐđẠăĂơỨữ –“…°²ßı̣́가😀\n\t_-'’\ud800"), max_size=30))
def test_any_text_gives_the_same_words_both_ways(text: str) -> None:
    assert words_of(folded_words(text)) == words_of(fold(text))


@given(st.text(max_size=30))
def test_so_does_text_in_any_script(text: str) -> None:
    assert words_of(folded_words(text)) == words_of(fold(text))


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("Đảng uỷ", "đảng  ủy", True),
        ("Hoà An", "Hòa An", True),
        ("CHI BỘ THÔN NÀ MU", "Chi bộ thôn Nà Mu", True),
        ("Nà Mẫu", "Nà Mậu", False),
        ("Nà Mẫu", "Na Mau", False),
        ("Đon Bây", "Don Bay", False),
    ],
)
def test_names_are_one_where_readers_take_them_for_one(one: str, other: str, is_one: bool) -> None:
    assert (spelling(one) == spelling(other)) is is_one
    assert spelling(unicodedata.normalize("NFD", one)) == spelling(one)
