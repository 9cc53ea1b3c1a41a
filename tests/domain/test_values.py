"""The small values that cross rooms: identities, entries, failures, visits."""

import datetime as dt
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.domain.entries import Entry, EntryHead, EntryKind, Part, PartClass
from chibo_desktop.domain.ids import (
    DeviceId,
    EntryId,
    EpochId,
    KeyId,
    PersonId,
    VisitId,
    is_id,
    is_item_id,
    new_id,
    new_item_id,
    statement_id,
)
from chibo_desktop.domain.outcomes import Changes, Fault, Outcome, Refusal
from chibo_desktop.domain.text import clean_text
from chibo_desktop.domain.visits import Visit, standing, with_clean_text
from tests.building.full_visit import everything
from tests.building.visits import id_of, item_of
from tests.domain.drawing import visits


def test_ids_are_words_of_a_command_line() -> None:
    assert new_id(bytes) == "a" * 26
    assert new_item_id(lambda count: b"\xff" * count) == "7" * 8
    assert is_id(new_id(os.urandom))
    assert is_item_id(new_item_id(os.urandom))


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
def test_different_bits_make_different_ids(one: bytes, other: bytes) -> None:
    assert (new_id(lambda _: one) == new_id(lambda _: other)) == (one == other)


@pytest.mark.parametrize("text", ["", "a" * 25, "a" * 27, "A" * 26, "1" * 26, "a" * 25 + "\n"])
def test_what_is_no_id(text: str) -> None:
    assert not is_id(text)
    assert not is_item_id(text)


@pytest.mark.parametrize("text", ["", "a" * 7, "a" * 9, "A" * 8, "abcd1234", "a" * 7 + "\n"])
def test_what_is_no_id_of_a_row(text: str) -> None:
    assert not is_item_id(text)


def test_a_statement_is_named_by_its_visit_and_row() -> None:
    assert statement_id(VisitId(id_of("v")), item_of("i")) == f"{id_of('v')}/{item_of('i')}"


def test_an_entry_knows_its_parts_by_name() -> None:
    head = EntryHead(
        EntryId("e"), 1, 1, EntryKind.VISIT_RECORDED, "v", (), DeviceId("d"), EpochId("p"), 1, None, PersonId("a"),
        dt.datetime(2026, 11, 23, tzinfo=dt.UTC), True,
    )  # fmt: skip
    words = Part("words", PartClass.WORDS, "hash", None, None)
    entry = Entry(head, b"", KeyId("k"), (words,))
    assert entry.part("words") is words
    assert entry.part("people") is None


@pytest.mark.parametrize("failure", [Refusal, Fault])
def test_failures_carry_a_code_and_its_data(failure: type[Refusal] | type[Fault]) -> None:
    assert str(failure("STICK_FULL", need_bytes=3, drive="E")) == "STICK_FULL (need_bytes=3, drive=E)"
    assert str(failure("STICK_GONE")) == "STICK_GONE"
    failed = failure("STICK_FULL", need_bytes=3)
    assert (failed.code, failed.data) == ("STICK_FULL", {"need_bytes": 3})


def test_changes_say_whom_they_concern() -> None:
    changes = Changes.of(("visit", "a")) | Changes.of(("packet", "*"))
    assert changes.concern(["packet", "machine"])
    assert not changes.concern(["machine"])
    assert not Outcome("value").changes.concern(["visit"])


def test_struck_rows_do_not_stand() -> None:
    opinions = everything().opinions
    assert standing(opinions) == tuple(row for row in opinions if not row.struck)
    assert len(standing(opinions)) < len(opinions)


@given(visits())
def test_cleaning_reaches_every_text_and_nothing_else(visit: Visit) -> None:
    assert with_clean_text(visit, lambda text: text) == visit
    clean = with_clean_text(visit, clean_text)
    assert with_clean_text(clean, clean_text) == clean
    assert with_clean_text(everything(), clean_text) == everything()


def test_cleaning_leaves_kinds_as_they_are() -> None:
    shouted = with_clean_text(everything(), str.upper)
    assert shouted.session.kind is everything().session.kind
    assert shouted.opinions[0].text == everything().opinions[0].text.upper()
    assert shouted.cell.superiors[0].name == everything().cell.superiors[0].name.upper()
