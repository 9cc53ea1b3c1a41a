"""Whatever people or machines write into a visit comes out as itself: not cut, not interpreted, no file opened."""

import dataclasses
import time

import pytest

from chibo_desktop.documents.checks import CheckCode
from chibo_desktop.domain.organisations import CellSnapshot, Superior
from chibo_desktop.domain.text import LONGEST_TEXT, clean_text
from chibo_desktop.domain.visits import Visit
from tests.building.paper import minutes_of, text_of
from tests.building.visits import big_visit, phieng_an

HOSTILE = (
    "<b>đậm</b> <i>nghiêng",
    '<img src="file:///etc/passwd"/>',
    "<para><font color=red>đỏ</font></para>",
    "&amp; &lt;b&gt; & < > \"'",
    "{month} {0} %s %(x)s ${y}",
    "\\n \\( ( ) ((( )) \\)",
    "BT /F1 9 Tf (x) Tj ET",
    "<</S /URI /URI (http://example.invalid)>>",
    "]]> <!-- --> <?xml?>",
)


def saying(words: str) -> Visit:
    visit = phieng_an()
    return dataclasses.replace(visit, closing=dataclasses.replace(visit.closing, conclusion=words))


@pytest.mark.parametrize("words", HOSTILE)
def test_markup_comes_out_as_itself(words):
    document = minutes_of(saying(f"Đầu {words} cuối."))
    assert f"Đầu {words} cuối." in text_of(document.pdf)
    assert b"/URI" not in document.pdf.replace(b"/URI (http://example.invalid)", b"")


@pytest.mark.parametrize("words", HOSTILE)
def test_markup_in_names_of_the_head_comes_out_as_itself(words):
    visit = dataclasses.replace(phieng_an(), cell=CellSnapshot(words, superiors=(Superior(words),)))
    text = text_of(minutes_of(visit).pdf)
    assert text.count(" ".join(words.upper().split())) >= 2 or words.upper().replace(" ", "") in text.replace(" ", "")


def test_controls_and_invisible_letters_do_no_harm():
    document = minutes_of(saying("a\x00b\x07c \u202edảo\u202c \ufeff x\u200by \ud7ff"))
    (check,) = [check for check in document.checks if check.code is CheckCode.PAGES]
    assert check.is_good


def test_combining_text_is_printed_as_it_was_written():
    words = clean_text("Đoa\u0323n te\u0302\u0301 a\u0304\u0301 hết")
    assert words in text_of(minutes_of(saying(words)).pdf)


def test_a_word_of_five_thousand_letters_is_whole():
    word = "abcđệ" * 1000
    document = minutes_of(saying(word))
    assert word in text_of(document.pdf).replace(" ", "")
    assert ("cut", 0) in next(check.data for check in document.checks if check.code is CheckCode.PAGES)


def test_the_longest_text_allowed_is_whole_and_does_not_take_long():
    sentence = "Chi bộ thảo luận kỹ từng việc, phân công rõ người, rõ việc, rõ thời gian. "
    words = (sentence * (LONGEST_TEXT // len(sentence)))[:LONGEST_TEXT].strip()
    started = time.perf_counter()
    document = minutes_of(saying(words))
    assert time.perf_counter() - started < 5
    assert words in text_of(document.pdf)
    assert document.pages > 50


def test_two_hundred_members_and_sixty_opinions_are_all_there():
    visit = big_visit(attendees=200, opinions=60)
    text = text_of(minutes_of(visit).pdf)
    for member in visit.attendance.roster:
        assert (
            f"{member.name}, {member.reason}" in text
            if member.reason
            else f"{member.name};" in text or f"{member.name}." in text
        )
    for opinion in visit.opinions:
        assert f"{opinion.speaker} " in text
        assert opinion.text in text
        assert opinion.answer in text
    assert "Chi bộ có 60 ý kiến, trong đó 20 kiến nghị, 20 đề xuất:" in text
