"""Paper held against the book: every verdict, by typed code, by pasted text, by photo and by PDF."""

import io
from dataclasses import replace

import pypdfium2
import pytest
from PIL import Image

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.proofs import Proof, proof_code, proof_text, read_proof
from chibo_desktop.services import archive, erasing, minutes, proofs, visits
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.proofs import Verdict
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange_town import amend, pack, record
from tests.services.test_drafts import noted
from tests.services.test_erasing import THU, everything, seeking

PROOF = Proof(VisitId("a" * 26), "b" * 43, "c" * 16)


def printed(desk: Desk, visit: VisitId) -> str:
    return proofs.code_of(desk, visit)


def test_what_is_printed_now_matches(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    code = printed(town.first, row.id)
    merge_one(town.clerk, pack(town.first, town.stick))
    found = proofs.check(town.clerk, code.lower().replace("-", " "))
    assert (found.verdict, found.row and found.row.id, found.since) == (Verdict.MATCHES, row.id, ())


def test_what_was_amended_since_says_what_changed_when_and_why(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    code = printed(town.first, row.id)
    amend(town.first, row.id, lambda visit: noted(visit, "khác"), "ghi sót phần kết luận")
    between = printed(town.first, row.id)
    amend(town.first, row.id, lambda visit: replace(visit, session=replace(visit.session, end="21:30")), "giờ")
    merge_one(town.clerk, pack(town.first, town.stick))
    found = proofs.check(town.clerk, code)
    assert found.verdict is Verdict.CHANGED
    assert [one.reason for one in found.since] == ["ghi sót phần kết luận", "giờ"]
    assert {(one.person, one.machine) for one in found.since} == {("Hoàng Văn Mẫu", "Quang Thuận-1")}
    assert {note.path for note in found.notes} == {"closing.conclusion", "session.end"}
    assert [note.path for note in proofs.check(town.clerk, between).notes] == ["session.end"]
    assert proofs.check(town.clerk, printed(town.clerk, row.id)).verdict is Verdict.MATCHES


def test_withdrawn_minutes_have_changed(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    code = printed(town.first, row.id)
    visits.withdraw(town.first, row.id, "ghi nhầm")
    merge_one(town.clerk, pack(town.first, town.stick))
    found = proofs.check(town.clerk, code)
    assert (found.verdict, found.since[0].reason, found.notes) == (Verdict.CHANGED, "ghi nhầm", ())


def test_what_the_office_does_not_have_is_told_apart(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    assert proofs.check(town.clerk, printed(town.first, row.id)).verdict is Verdict.UNKNOWN
    merge_one(town.clerk, pack(town.first, town.stick))
    amend(town.first, row.id, lambda visit: noted(visit, "khác"))
    assert proofs.check(town.clerk, printed(town.first, row.id)).verdict is Verdict.OTHER


def test_an_erasure_does_not_make_old_paper_wrong(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    code = printed(town.first, row.id)
    merge_one(town.clerk, pack(town.first, town.stick))
    erasing.erase(town.clerk, [everything(one) for one in erasing.look(town.clerk, seeking(THU))], "theo đơn")
    found = proofs.check(town.clerk, code)
    assert (found.verdict, found.erased) == (Verdict.MATCHES, 4)
    assert printed(town.clerk, row.id) == code


@pytest.mark.parametrize("place", range(20))
def test_every_slip_of_one_letter_and_every_exchange_shows(place: int) -> None:
    letters = proof_code(PROOF).replace("-", "")
    for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ":
        slip = letters[:place] + other + letters[place + 1 :]
        if slip != letters:
            assert is_mistyped(slip)
    swapped = letters[:place] + letters[place + 1 : place + 2] + letters[place] + letters[place + 2 :]
    assert swapped == letters or is_mistyped(swapped)


@pytest.mark.parametrize("typed", ["", "chibo:1:", "chibo:1:a:b:c:d", "7F3K9", "Đường", "U" * 20])
def test_what_stands_on_no_paper_is_mistyped(typed: str) -> None:
    assert is_mistyped(typed)


def is_mistyped(typed: str) -> bool:
    try:
        read_proof(typed)
    except Refusal as refusal:
        return refusal.code == "PROOF_MISTYPED"
    return False


def test_the_pasted_text_counts_whole_and_a_forged_letter_of_it_shows(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    proof = minutes.proof_of(row.id, archive.entries(town.clerk, row.id))
    assert proofs.check(town.clerk, f"  {proof_text(proof)}\n").verdict is Verdict.MATCHES
    forged = replace(proof, signature="A" * 16)
    assert proofs.check(town.clerk, proof_text(forged)).verdict is Verdict.OTHER


def photo_of(pdf: bytes, *, turn: float = 0, quality: int = 60) -> bytes:
    """The last page as a telephone would take it: askew, grey, small, and squeezed."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[len(document) - 1].render(scale=2, grayscale=True).to_pil()
    picture = page.rotate(turn, expand=True, fillcolor=200).convert("RGB")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


@pytest.mark.parametrize("turn", [0, 7, 90, 183])
def test_a_photo_of_our_own_print_is_read(town: Enrolled, turn: int) -> None:
    (row,) = record(town.first, "Chi bộ A")
    pdf = minutes.build_minutes(town.first, row.id).pdf
    merge_one(town.clerk, pack(town.first, town.stick))
    assert proofs.check_picture(town.clerk, photo_of(pdf, turn=turn)).verdict is Verdict.MATCHES


def test_the_pdf_itself_is_read(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    pdf = minutes.build_minutes(town.first, row.id).pdf
    assert proofs.check_picture(town.clerk, pdf).verdict is Verdict.UNKNOWN


def blank(size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("1", size, 1).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "PICTURE_UNREADABLE"),
        (b"GIF89a" + bytes(40), "PICTURE_UNREADABLE"),
        (b"%PDF-1.7 nothing", "PICTURE_UNREADABLE"),
        (b"\xff\xd8\xff" + bytes(200), "PICTURE_UNREADABLE"),
        (bytes(32 * 1024 * 1024 + 1), "PICTURE_TOO_LARGE"),
        (blank((60, 60)), "PICTURE_WITHOUT_CODE"),
        (blank((20_000, 20_000)), "PICTURE_TOO_LARGE"),
    ],
    ids=["empty", "gif", "broken pdf", "broken jpeg", "long", "blank", "bomb"],
)
def test_pictures_that_are_none_are_refused(town: Enrolled, data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        proofs.check_picture(town.clerk, data)
    assert refused.value.code == code
