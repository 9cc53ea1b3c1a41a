"""Finding what a visit holds of a person, masking names, and saying where something was erased."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.domain.entries import PartClass
from chibo_desktop.domain.erasing import MASK, HitKind, Sought, hits_in, masked, mentions, names_in, with_note
from chibo_desktop.domain.fields import leaves, part_of
from chibo_desktop.domain.ids import PersonId
from chibo_desktop.domain.visits import Remark, standing
from tests.building.full_visit import everything
from tests.building.visits import id_of, item_of, phieng_an


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("Giao Nông Văn An đôn đốc.", True),
        ("giao nong van an don doc", True),
        ("NÔNG VĂN AN", True),
        ("(Nông Văn An)", True),
        ("Nông Văn Anh", False),
        ("Thôn Nông Văn Án", True),
        ("Nông Văn", False),
        ("", False),
        ("xNông Văn An", False),
    ],
)
def test_a_name_is_found_as_whole_words_whatever_its_marks(text: str, is_there: bool) -> None:
    assert mentions(text, ("Nông Văn An",)) is is_there


def test_masking_takes_every_occurrence_and_nothing_else() -> None:
    text = "Nông Văn An, rồi NÔNG VĂN AN; không phải Nông Văn Anh."
    assert masked(text, ("nong van an",)) == f"{MASK}, rồi {MASK}; không phải Nông Văn Anh."
    assert masked("An và Nông Văn An", ("An", "Nông Văn An")) == f"{MASK} và {MASK}", "the longer name goes first"
    assert masked("Hòa, Hoà", ("hoa",)) == f"{MASK}, {MASK}"


@given(st.text(max_size=40), st.text(alphabet="aăâđeêôơư ABC", min_size=1, max_size=6))
def test_masked_text_mentions_nobody_any_more(text: str, name: str) -> None:
    left = masked(text, (name,))
    assert not mentions(left, (name,))
    assert mentions(text, (name,)) == (left != text)


def test_names_words_and_mentions_are_told_apart() -> None:
    visit = phieng_an()
    remark = Remark(item_of("remark"), "Bàn Hữu Thử", "Nên làm sớm.")
    visit = replace(
        visit,
        agenda=(replace(visit.agenda[0], remarks=(remark,), conclusion="Nhất trí với đồng chí Bàn Hữu Thử."),),
    )
    found = {hit.path.rsplit("/", 1)[-1]: hit.kind for hit in hits_in(visit, Sought(("ban huu thu",)))}
    assert found == {
        "name": HitKind.NAME,
        "who": HitKind.NAME,
        "speaker": HitKind.NAME,
        "text": HitKind.SAID,
        "content": HitKind.SAID,
        "conclusion": HitKind.MENTION,
    }


def test_an_id_finds_the_name_and_everything_under_it() -> None:
    visit = phieng_an()
    person = PersonId(id_of("person Ma Từ Đông Điền"))
    assert names_in(visit, person) == ("Ma Từ Đông Điền",)
    assert names_in(visit, None) == ()
    hits = hits_in(visit, Sought((), person))
    assert {hit.kind for hit in hits} == {HitKind.NAME, HitKind.SAID}
    assert sum(hit.path.startswith("guidance/") for hit in hits) == 7
    assert hits_in(visit, Sought((), PersonId("somebody else"))) == ()


def test_figures_are_never_offered_and_nothing_empty_is() -> None:
    visit = everything()
    names = {row.name for row in standing(visit.attendance.roster)} | {visit.chair.name}
    for name in sorted(names):
        for hit in hits_in(visit, Sought((name,))):
            assert part_of(hit.path) is not PartClass.FIGURES
            assert hit.value


def test_the_note_stands_where_something_was_erased_and_beside_it_only_once() -> None:
    visit = phieng_an()
    row = f"attendance.roster/{visit.attendance.roster[0].id}"
    bare = replace(
        visit,
        chair=replace(visit.chair, name="", post=""),
        attendance=replace(
            visit.attendance,
            roster=(replace(visit.attendance.roster[0], name="", post=""), *visit.attendance.roster[1:]),
        ),
    )
    noted = leaves(with_note(bare, ("chair.name", "chair.post", f"{row}/post", "secretary.name"), "đã xóa"))
    assert (noted["chair.name"], noted["chair.post"]) == ("đã xóa", "")
    assert (noted[f"{row}/name"], noted[f"{row}/post"]) == ("", "đã xóa")
    assert noted["secretary.name"] == visit.secretary.name, "what was written anew is not covered"
    assert with_note(visit, (), "đã xóa") is visit
