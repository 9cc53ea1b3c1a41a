"""Texts for paper: what was written is read back, however it was typed; what was typed wrong is not believed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets.slips import ReceiptSlip, ResendSlip, read_receipts, read_requests

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
short = st.text(LETTERS, min_size=4, max_size=4)
receipts = st.builds(
    ReceiptSlip, short, st.integers(1, 999_999), st.integers(0, 10**8 - 1).map(lambda number: f"{number:08d}")
)
spans = st.lists(st.tuples(st.integers(1, 10_000), st.integers(0, 50)), min_size=1, max_size=9).map(
    lambda found: tuple((first, first + more) for first, more in found)
)
requests = st.builds(ResendSlip, short, st.text(LETTERS, min_size=8, max_size=8), spans)
QR_LETTERS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


@given(st.lists(receipts, min_size=1, max_size=5, unique=True))
def test_receipts_come_back(written: list[ReceiptSlip]) -> None:
    text = "\n".join(one.text for one in written)
    assert set(text) - {"\n"} <= QR_LETTERS
    assert read_receipts(text) == tuple(written)
    assert read_receipts(text.lower().replace("-", " – ")) == tuple(written)


@given(requests)
def test_requests_come_back(written: ResendSlip) -> None:
    assert set(written.text) <= QR_LETTERS
    assert read_requests(f"  {written.text.lower()}\n") == (written,)


@given(requests, st.data())
def test_a_request_with_one_wrong_letter_is_not_believed(written: ResendSlip, data: st.DataObject) -> None:
    text = written.text
    place = data.draw(st.integers(4, len(text) - 1))
    other = data.draw(st.sampled_from(sorted(set(LETTERS + "0189.+-") - {text[place]})))
    spoilt = text[:place] + other + text[place + 1 :]
    try:
        found = read_requests(spoilt)
    except Refusal:
        return
    assert found != (written,)
    assert all(one.text in "".join(spoilt.split()) for one in found)  # its own check digits fit by chance


@pytest.mark.parametrize("text", ["", "BN1-7F3K-12-12345678", "1234 5678", "BN1-7F3K-000012-1234567"])
def test_other_texts_are_no_receipts(text: str) -> None:
    with pytest.raises(Refusal, match="SLIP_UNREADABLE"):
        read_receipts(text)


@pytest.mark.parametrize("spans", [((3, 2),), ((0, 1),), ((1, 100_001),)])
def test_requests_for_nonsense_are_refused(spans: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(Refusal, match="SLIP_UNREADABLE"):
        read_requests(ResendSlip("ABCD", "ABCDEFGH", spans).text)
