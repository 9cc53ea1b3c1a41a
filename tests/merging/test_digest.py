"""The digest of the merged state: the same for every order, another for every difference."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.domain.entries import PartClass
from chibo_desktop.domain.ids import DeviceId, EntryId
from chibo_desktop.merging.digest import canonical, state_digest
from chibo_desktop.merging.fold import Candidate, Conflict, Folded, fold
from chibo_desktop.merging.versions import Version
from tests.building.full_visit import everything
from tests.merging.histories import SMALL, histories

FOLDED = Folded(everything(), (EntryId("a"),), DeviceId("d"))


@given(st.lists(histories(), max_size=3), st.randoms(use_true_random=False))
def test_the_order_of_arrival_leaves_no_trace(all_: list[tuple[Version, ...]], random: object) -> None:
    expected = state_digest([canonical(fold(history)) for history in all_])
    shuffle: Callable[[list[object]], None] = random.shuffle  # pyright: ignore[reportAttributeAccessIssue] - a Random
    histories_ = [list(history) for history in all_]
    for history in histories_:
        shuffle(history)  # pyright: ignore[reportArgumentType] - shuffles any list
    shuffle(histories_)  # pyright: ignore[reportArgumentType] - shuffles any list
    assert state_digest(canonical(fold(history)) for history in histories_) == expected


@pytest.mark.parametrize(
    "other",
    [
        replace(FOLDED, visit=SMALL),
        replace(FOLDED, visit=replace(everything(), closing=replace(everything().closing, handed_over="02 lá cờ"))),
        replace(FOLDED, visit=None),
        replace(FOLDED, heads=(EntryId("b"),)),
        replace(FOLDED, withdrawn=""),
        replace(FOLDED, returned="x"),
        replace(FOLDED, absent=frozenset({PartClass.WORDS})),
        replace(FOLDED, conflicts=(Conflict("id", (Candidate(EntryId("a"), DeviceId("d"), 1),)),)),
    ],
)
def test_every_difference_shows(other: Folded) -> None:
    assert state_digest([canonical(FOLDED)]) != state_digest([canonical(other)])


def test_a_visit_more_shows() -> None:
    line = canonical(FOLDED)
    assert len({state_digest(lines) for lines in ([], [line], [line, line])}) == 3
    assert state_digest([b"ab", b"c"]) != state_digest([b"a", b"bc"])


def test_the_digest_is_that_of_every_run() -> None:
    """Sets have another order in each process; the line must not."""
    program = (
        "from chibo_desktop.domain.entries import PartClass; from chibo_desktop.merging.fold import Folded;"
        "from chibo_desktop.merging.digest import canonical;"
        "print(canonical(Folded(None, (), absent=frozenset(PartClass))).decode())"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": str(seed)}, capture_output=True, check=True
        ).stdout
        for seed in range(4)
    }
    assert len(printed) == 1
