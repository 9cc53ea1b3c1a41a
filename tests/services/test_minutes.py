"""Paper: a draft with its mark, finalised minutes with their proof, each the same for the same input."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from chibo_desktop.domain.outcomes import Fault, Refusal
from chibo_desktop.services import archive, drafts, minutes, visits
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange_town import amend, pack, record
from tests.services.test_drafts import noted, unknown


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_finalised_minutes_carry_their_proof_and_are_the_same_at_the_office(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ thôn Phiêng An")
    printed = minutes.build_minutes(town.first, row.id)
    assert printed.pdf == minutes.build_minutes(town.first, row.id).pdf
    merge_one(town.clerk, pack(town.first, town.stick))
    assert minutes.build_minutes(town.clerk, row.id).pdf == printed.pdf
    assert "phát huy nghề truyền thống" in words(printed.pdf)
    assert row.id[:8] in words(printed.pdf).replace(" ", "")


def test_the_proof_changes_with_every_entry(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ thôn Phiêng An")
    before = minutes.proof_of(row.id, archive.entries(town.first, row.id))
    amend(town.first, row.id, lambda visit: noted(visit, "khác"))
    after = minutes.proof_of(row.id, archive.entries(town.first, row.id))
    assert (before.visit, before.content_hash == after.content_hash, before.signature == after.signature) == (
        row.id,
        False,
        False,
    )
    assert minutes.proof_of(row.id, archive.entries(town.first, row.id)[::-1]) == after


def test_a_draft_is_marked_and_has_no_proof(town: Enrolled) -> None:
    (draft,) = record(town.first, "Chi bộ A", finalise=False)
    before = words(minutes.build_minutes(town.first, draft.id).pdf)
    visits.finalise(town.first, draft.id)
    after = words(minutes.build_minutes(town.first, draft.id).pdf)
    assert draft.id[:8] not in before.replace(" ", "")
    assert before != after
    drafts.begin_amendment(town.first, draft.id, "ghi sót")
    assert draft.id[:8] not in words(minutes.build_minutes(town.first, draft.id).pdf).replace(" ", "")


def test_withdrawn_minutes_say_so(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    before = minutes.build_minutes(town.first, row.id).pdf
    visits.withdraw(town.first, row.id, "nhầm")
    assert words(minutes.build_minutes(town.first, row.id).pdf) != words(before)


def test_what_is_not_there_is_not_printed(town: Enrolled) -> None:
    with pytest.raises(Refusal, match="VISIT_UNKNOWN"):
        minutes.build_minutes(town.first, unknown())
    (row,) = record(town.first, "Chi bộ A")
    with pytest.raises((Refusal, Fault), match="PROFILE_UNKNOWN"):
        minutes.build_minutes(town.first, row.id, profile="none")
