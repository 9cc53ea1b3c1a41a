"""Rings among things that stand below each other, against the slow way of finding them."""

from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.merging.rings import in_rings


def slowly(above: dict[int, int | None]) -> set[int]:
    """Whoever is met again on his own way up."""
    found: set[int] = set()
    for start in above:
        current = above.get(start)
        for _ in range(len(above) + 1):
            if current is None:
                break
            if current == start:
                found.add(start)
                break
            current = above.get(current)
    return found


@given(st.dictionaries(st.integers(0, 12), st.none() | st.integers(0, 14), max_size=13))
def test_exactly_those_that_stand_above_themselves_are_found(above: dict[int, int | None]) -> None:
    assert in_rings(above) == slowly(above)


def test_a_long_way_up_costs_no_more_than_its_length() -> None:
    ladder: dict[int, int | None] = {place: place + 1 for place in range(200_000)}
    assert in_rings(ladder) == set()
    assert len(in_rings(ladder | {200_000: 0})) == 200_001
