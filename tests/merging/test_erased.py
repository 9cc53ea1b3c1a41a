"""Erased leaves in the fold: they say nothing, are named, give way to words written since, and never touch figures."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.domain.entries import PartClass
from chibo_desktop.domain.fields import assemble, leaves, part_of
from chibo_desktop.domain.ids import DeviceId
from chibo_desktop.merging.fold import fold
from chibo_desktop.merging.versions import Deed, Version
from tests.merging.histories import ANNA, SMALL, changed, entry_of, histories

SPEAKER, TEXT = f"opinions/{ANNA}/speaker", f"opinions/{ANNA}/text"
ONE, TWO = DeviceId("one"), DeviceId("two")


def without(version: Version, *paths: str) -> Version:
    """The version as it reads after those leaves were erased."""
    assert version.visit is not None
    gone = {path: "" for path in paths if path in leaves(version.visit)}
    return replace(version, visit=assemble(leaves(version.visit) | gone), erased=frozenset(paths))


def recorded() -> Version:
    return Version(entry_of(0), Deed.RECORD, ONE, visit=changed(SMALL, {SPEAKER: "Nông Thị Ví"}))


def test_a_single_record_names_what_was_erased() -> None:
    folded = fold([without(recorded(), SPEAKER, TEXT, "opinions/zzzz2222/text")])
    assert folded.erased == (SPEAKER, TEXT), "a leaf that the visit does not have is not in force"
    assert folded.visit is not None
    assert folded.visit.opinions[0].speaker == ""
    assert folded.visit.chair == SMALL.chair


def test_words_written_since_stand() -> None:
    record = without(recorded(), SPEAKER)
    later = Version(entry_of(1), Deed.AMEND, ONE, (record.entry,), changed(SMALL, {SPEAKER: "Hà Văn Mẫu"}), (SPEAKER,))
    folded = fold([record, later])
    assert folded.visit is not None
    assert folded.visit.opinions[0].speaker == "Hà Văn Mẫu"
    assert folded.erased == ()


def test_an_amendment_that_carried_the_words_along_does_not_bring_them_back() -> None:
    record = without(recorded(), TEXT)
    copied = Version(entry_of(1), Deed.AMEND, TWO, (record.entry,), recorded().visit, ("session.start",))
    folded = fold([record, copied])
    assert folded.visit is not None
    assert folded.visit.opinions[0].text == ""
    assert folded.erased == (TEXT,)


def test_of_two_values_the_erased_one_is_no_conflict() -> None:
    record = recorded()
    both = [
        Version(entry_of(n), Deed.AMEND, device, (record.entry,), changed(SMALL, {TEXT: text}), (TEXT,))
        for n, device, text in ((1, ONE, "Sửa cầu."), (2, TWO, "Sửa đường."))
    ]
    assert len(fold([record, *both]).conflicts) == 1
    folded = fold([record, without(both[0], TEXT), both[1]])
    assert folded.conflicts == ()
    assert folded.visit is not None
    assert folded.visit.opinions[0].text == "Sửa đường."


@given(histories(), st.randoms(use_true_random=False))
def test_figures_heads_and_order_do_not_care(history: tuple[Version, ...], chance: random.Random) -> None:
    soft = sorted(path for path in leaves(SMALL) if part_of(path) is not PartClass.FIGURES)
    cut = [
        without(one, *chance.sample(soft, chance.randint(1, 4))) if one.visit and chance.random() < 0.6 else one
        for one in history
    ]
    plain, folded = fold(history), fold(cut)
    shuffled = list(cut)
    chance.shuffle(shuffled)
    assert fold(shuffled) == folded
    assert (folded.heads, folded.recorder, folded.amendments) == (plain.heads, plain.recorder, plain.amendments)
    if plain.visit is not None and folded.visit is not None:
        before, after = leaves(plain.visit), leaves(folded.visit)
        figures = [path for path in before if part_of(path) is PartClass.FIGURES]
        assert {path: after.get(path) for path in figures} == {path: before[path] for path in figures}
        assert all(after.get(path) in ("", None) for path in folded.erased)
