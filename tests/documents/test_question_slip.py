"""The question slip: a page for everybody who is asked, with every value and a place to answer."""

from chibo_desktop.documents.question_slip import TITLE, Answer, Question, build_question_slip
from tests.building.paper import pages_of, standard_options, title_of

LONG = "Đề nghị xã sửa đoạn đường vào thôn bị sạt lở. " * 120
QUESTION = Question(
    office="Văn phòng Đảng ủy xã Quang Thuận",
    place_date="ngày 24 tháng 11 năm 2026",
    addressees=("Tổ số 06 (máy Quang Thuận-3)", "Tổ số 02 (máy Vi Hương-1)"),
    minutes="Chi bộ thôn Phiêng An, 03/11/2026",
    field="Kiến nghị 3, nội dung",
    answers=(Answer("Bản của tổ số 06", "dài 120 m <b>&"), Answer("Bản của tổ số 02", "dài 200 m")),
)


def slip(question: Question = QUESTION) -> list[str]:
    options = standard_options()
    document = build_question_slip(question, options.profile, options.fonts)
    pages = [" ".join(page.split()) for page in pages_of(document.pdf)]
    assert len(pages) == document.pages
    return pages


def test_everybody_gets_a_page_with_the_same_question() -> None:
    pages = slip()
    assert len(pages) == 2
    for page, who in zip(pages, QUESTION.addressees, strict=True):
        for words in (TITLE, who, "Kiến nghị 3, nội dung", "dài 120 m <b>&", "dài 200 m", "NGƯỜI TRẢ LỜI"):
            assert words in page
        assert page.count("[......]") == 3


def test_the_same_question_gives_the_same_bytes() -> None:
    options = standard_options()
    one, other = (build_question_slip(QUESTION, options.profile, options.fonts).pdf for _ in range(2))
    assert one == other
    assert title_of(one) == f"{TITLE} {QUESTION.minutes}"


def test_nothing_is_cut_however_long_it_is() -> None:
    long = Question(
        "Văn phòng", "", ("Tổ số 06",), "Chi bộ A", "Nội dung", (Answer("Bản 1", LONG), Answer("Bản 2", "x"))
    )
    pages = slip(long)
    assert len(pages) > 1
    assert " ".join(pages).count("sạt lở.") == 120
