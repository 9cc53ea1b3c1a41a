"""What says *không chuyển*: the places at which a reader expects a name or words, and no others."""

import dataclasses

from chibo_desktop.domain.entries import PartClass
from chibo_desktop.domain.fields import leaves
from chibo_desktop.domain.visits import Visit
from chibo_desktop.domain.withholding import left_out
from chibo_desktop.packets.visit_parts import join, split
from tests.building.visits import don_bay, phieng_an


def without(visit: Visit, *parts: str) -> Visit:
    texts = split(visit)
    return join(texts["figures"], *(None if name in parts else texts[name] for name in ("words", "people")))


def test_every_name_of_the_roster_and_every_opinion_is_said_to_be_missing() -> None:
    visit = phieng_an()
    blank = without(visit, "words", "people")
    found = set(left_out(blank, {PartClass.WORDS, PartClass.PEOPLE}))
    told = leaves(visit)
    assert {path for path in found if told[path] == ""} == set(), "nothing is said where nothing had been"
    assert {f"attendance.roster/{row.id}/name" for row in visit.attendance.roster} <= found
    assert {f"opinions/{row.id}/text" for row in visit.opinions} <= found
    assert "chair.name" in found


def test_only_the_classes_that_are_missing_are_told() -> None:
    blank = without(phieng_an(), "people")
    assert all(
        path.endswith(("name", "speaker", "presenter", "by", "who")) for path in left_out(blank, {PartClass.PEOPLE})
    )
    assert left_out(phieng_an(), ()) == ()


def test_a_speaker_who_wanted_no_name_stays_unnamed() -> None:
    visit = don_bay()
    blank = without(visit, "people")
    unnamed = [row.id for row in visit.opinions if row.speaker_withheld]
    assert unnamed
    assert not {f"opinions/{id_}/speaker" for id_ in unnamed} & set(left_out(blank, {PartClass.PEOPLE}))
    struck = dataclasses.replace(blank, opinions=())
    assert all(not path.startswith("opinions") for path in left_out(struck, {PartClass.PEOPLE}))
