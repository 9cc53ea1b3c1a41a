import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.documents.faces import Cases, Cut
from chibo_desktop.documents.lines import Composer
from chibo_desktop.documents.paragraphs import Run
from tests.building.paper import standard_options

WORDS = st.text(alphabet="aăâbcdđeêghiệrốn-,.()<>&{}", min_size=1, max_size=60)


@pytest.fixture(scope="module")
def composer():
    return Composer(Cases(standard_options().fonts), 14)


def letters_of(lines):
    return "".join(text for line in lines for _, text in line.segments)


@given(words=st.lists(WORDS, max_size=40), width=st.floats(20, 500), indent=st.floats(0, 15))
def test_no_letter_is_lost_and_no_line_is_wider_than_its_column(words, width, indent):
    composer = Composer(Cases(standard_options().fonts), 14)
    lines = composer.lines([Run(" ".join(words))], width, indent)
    assert letters_of(lines).replace(" ", "") == "".join(words)
    for place, line in enumerate(lines):
        assert line.width <= width - (0 if place else indent) + 0.001
        assert line.width == pytest.approx(sum(face.width(text, 14) for face, text in line.segments))
        assert line.blanks == sum(text.count(" ") for _, text in line.segments)
        assert line.is_last == (place == len(lines) - 1)


@pytest.mark.parametrize("length", [5_000, 200_000])
def test_a_word_without_blanks_is_broken_between_letters(composer, length):
    word = ("nghiêng" * (length // 7 + 1))[:length]
    lines = composer.lines([Run(f"Lời: {word} hết.")], 460)
    assert letters_of(lines).replace(" ", "") == f"Lời:{word}hết."
    assert max(line.width for line in lines) <= 460.001
    assert min(line.width for line in lines[:-1]) > 440


def test_a_word_may_change_its_cut_without_a_blank(composer):
    (line,) = composer.lines([Run("Chủ trì", Cut.BOLD), Run(": đồng chí")], 460)
    assert [text for _, text in line.segments] == ["Chủ trì", ": đồng chí"]
    (line,) = composer.lines([Run("Chủ trì:", Cut.BOLD), Run(" đồng chí")], 460)
    assert letters_of([line]) == "Chủ trì: đồng chí"


def test_balanced_lines_are_as_few_and_as_equal_as_can_be(composer):
    text = [Run("CHI BỘ TRƯỜNG CAO ĐẲNG KỸ THUẬT VÀ CÔNG NGHỆ VÙNG CAO", Cut.BOLD)]
    greedy, balanced = composer.lines(text, 208), composer.balanced(text, 208)
    assert len(greedy) == len(balanced) > 1
    spread = [max(line.width for line in lines) - min(line.width for line in lines) for lines in (greedy, balanced)]
    assert spread[1] < spread[0]


def test_nothing_is_no_line(composer):
    assert composer.lines([Run(" \n ")], 460) == []
    assert composer.balanced([], 460) == []
