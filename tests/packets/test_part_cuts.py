"""Taking leaves out of the text of a part: what is left is a part of the same shape, and all that was beside stays."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.domain.entries import PartClass
from chibo_desktop.domain.fields import leaves, part_of
from chibo_desktop.packets import visit_parts
from chibo_desktop.packets.part_cuts import cut_part, leaf_of
from tests.building.full_visit import everything
from tests.building.visits import phieng_an

VISIT = everything()
PARTS = visit_parts.split(VISIT, ("opinions/x/text",), "vì ghi sót")
LEAVES = leaves(VISIT)
NAMES = {PartClass.WORDS: "words", PartClass.PEOPLE: "people"}
TEXTS = [path for path, value in LEAVES.items() if isinstance(value, str) and value and part_of(path) in NAMES]


@pytest.mark.parametrize("path", TEXTS)
def test_every_leaf_can_be_read(path: str) -> None:
    assert leaf_of(PARTS[NAMES[part_of(path)]], PARTS["figures"], path) == LEAVES[path]


@given(st.sets(st.sampled_from(TEXTS), max_size=12))
def test_cut_parts_join_to_the_visit_without_those_leaves(gone: set[str]) -> None:
    words, people = (cut_part(PARTS[name], PARTS["figures"], gone) for name in ("words", "people"))
    left = leaves(visit_parts.join(PARTS["figures"], words, people))
    assert {path: value for path, value in left.items() if path not in gone} == {
        path: value for path, value in LEAVES.items() if path not in gone
    }
    assert all(left[path] == "" for path in gone)
    assert visit_parts.amendment(PARTS["figures"], words).reason == "vì ghi sót"


def test_the_reason_of_an_amendment_can_go_too() -> None:
    words = cut_part(PARTS["words"], PARTS["figures"], ("reason",))
    assert visit_parts.amendment(PARTS["figures"], words).reason == ""
    assert leaf_of(PARTS["words"], "{}", "reason") == "vì ghi sót"


def test_changed_leaves_are_set_where_they_stood_and_nowhere_else() -> None:
    path = next(path for path in TEXTS if path.endswith("/text"))
    changed = cut_part(PARTS["words"], PARTS["figures"], (), {path: "khác", "closing.handed_over/none": "x"})
    assert leaf_of(changed, PARTS["figures"], path) == "khác"
    assert "none" not in changed
    bare = visit_parts.split(phieng_an())
    assert cut_part(bare["words"], bare["figures"], (), {"session.theme": "mới"}) == bare["words"]


def test_fields_of_a_newer_program_stay_and_odd_texts_say_nothing() -> None:
    plain: dict[str, Any] = json.loads(PARTS["people"])
    text = json.dumps({**plain, "newer": {"thing": [1, 2]}}, ensure_ascii=False)
    assert json.loads(cut_part(text, PARTS["figures"], ("chair.name",)))["newer"] == {"thing": [1, 2]}
    for odd in ("[]", "nonsense", '{"chair":3}', '{"chair":[]}', '{"opinions":{}}'):
        assert leaf_of(odd, PARTS["figures"], "chair.name") == ""
        assert leaf_of(odd, "{}", "opinions/abcd2345/speaker") == ""
