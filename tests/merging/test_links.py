"""Links between records of one meeting: the last word counts, two words that did not know of each other do not."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.domain.ids import EntryId, VisitId
from chibo_desktop.merging.links import Link, Verdict, meetings, pair_of, verdicts

A, B, C, D = (VisitId(name) for name in "abcd")


def link(name: str, *visits: VisitId, same: bool = True, on: str = "", undone: str = "") -> Link:
    """``on`` and ``undone`` are names of one letter each."""
    return Link(EntryId(name), visits, same, tuple(map(EntryId, on)), frozenset(map(EntryId, undone)))


def test_two_records_of_one_meeting_belong_together() -> None:
    found = verdicts([link("1", B, A)])
    assert found == {(A, B): Verdict.SAME}
    assert meetings(found) == (frozenset({A, B}),)


def test_the_last_word_counts() -> None:
    found = [link("1", A, B), link("2", A, B, same=False, on="1")]
    assert verdicts(found) == {(A, B): Verdict.DIFFERENT}
    assert verdicts([*found, link("3", A, B, on="2")]) == {(A, B): Verdict.SAME}


def test_two_words_that_did_not_know_of_each_other_settle_nothing() -> None:
    found = verdicts([link("1", A, B), link("2", A, B, same=False)])
    assert found == {(A, B): Verdict.DISPUTED}
    assert meetings(found) == ()


def test_equal_words_are_agreement() -> None:
    assert verdicts([link("1", A, B), link("2", B, A)]) == {(A, B): Verdict.SAME}


def test_what_was_taken_back_was_never_said() -> None:
    found = [link("1", A, B, same=False), link("2", A, B, on="1"), link("3", A, B, on="2", undone="2")]
    assert verdicts(found) == {(A, B): Verdict.DIFFERENT}
    assert verdicts([*found, link("4", A, B, on="3", undone="1")]) == {}


def test_a_meeting_is_every_chain_of_links() -> None:
    found = verdicts([link("1", A, B), link("2", C, B), link("3", A, C, same=False)])
    assert meetings(found) == (frozenset({A, B, C}),)
    assert found[A, C] is Verdict.DIFFERENT


def test_one_entry_may_link_several() -> None:
    assert meetings(verdicts([link("1", A, D, C)])) == (frozenset({A, C, D}),)


@st.composite
def histories(draw: st.DrawFn) -> list[Link]:
    """Links that are each based on some of those before."""
    found: list[Link] = []
    for number in range(draw(st.integers(1, 7))):
        visits = draw(st.lists(st.sampled_from((A, B, C)), min_size=2, max_size=3, unique=True))
        known = draw(st.lists(st.sampled_from(found), unique_by=lambda one: one.entry)) if found else []
        undone = draw(st.sampled_from(known)).entry if known and draw(st.booleans()) else ""
        names = "".join(one.entry for one in known)
        found.append(link(str(number), *visits, same=draw(st.booleans()), on=names, undone=undone))
    return found


@given(histories(), st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(history: list[Link], random: object) -> None:
    again = [*history, *history[:3]]
    random.shuffle(again)  # pyright: ignore[reportAttributeAccessIssue] - hypothesis hands over a random.Random
    assert verdicts(again) == verdicts(history)
    assert meetings(verdicts(again)) == meetings(verdicts(history))


@given(histories())
def test_agrees_with_the_rule_said_slowly(history: list[Link]) -> None:
    by_entry = {one.entry: one for one in history}

    def knew(one: Link) -> set[EntryId]:
        return set(one.based_on).union(*(knew(by_entry[entry]) for entry in one.based_on))

    undone = {entry for one in history for entry in one.undone}
    for one, other in itertools.combinations((A, B, C), 2):
        said = [
            link for link in history if {one, other} <= {*link.visits} and not link.undone and link.entry not in undone
        ]
        last = [link for link in said if not any(link.entry in knew(later) for later in said)]
        words = {link.same for link in last}
        expected = {1: {True: Verdict.SAME, False: Verdict.DIFFERENT}.get(next(iter(words), True)), 2: Verdict.DISPUTED}
        assert verdicts(history).get(pair_of(one, other)) == (expected[len(words)] if words else None)
