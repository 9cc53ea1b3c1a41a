"""What fits into a QR code on paper, and can be typed: acknowledgements of packets, and requests to send again.

Capital letters, digits and dashes only, so that a QR code stays small and a telephone's camera app shows it as text
that can be read out or copied. Reading forgives small letters, blanks and other dashes.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from chibo_desktop.domain.outcomes import Refusal

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212_", "-"))
_RECEIPT = re.compile(r"BN1-([A-Z2-7]{4})-([0-9]{6,10})-([0-9]{8})")
_REQUEST = re.compile(r"XG1-([A-Z2-7]{4})-([A-Z2-7]{8})-([0-9]+\.[0-9]+(?:\+[0-9]+\.[0-9]+)*)-([0-9]{4})")
_EPOCH_LETTERS, _DEVICE_LETTERS = 8, 4
_CHECK = 10_000
_MOST_NUMBERS = 100_000
"""Entries that one request may name: more would be a slip of the finger."""


@dataclass(frozen=True, slots=True)
class ReceiptSlip:
    """An acknowledgement on paper: the packet by device and number, as in its file name, and its eight digits."""

    device: str
    number: int
    code: str

    @property
    def text(self) -> str:
        """``BN1-7F3K-000012-12345678``."""
        return f"BN1-{self.device}-{self.number:06d}-{self.code}"


@dataclass(frozen=True, slots=True)
class ResendSlip:
    """Numbers of entries that are wanted again: by the beginnings of device and epoch, as (first, last) pairs."""

    device: str
    epoch: str
    spans: tuple[tuple[int, int], ...]

    @property
    def text(self) -> str:
        """``XG1-7F3K-QW2E4R6T-12.14+20.20-4821``; the last digits guard against slips of the finger."""
        spans = "+".join(f"{first}.{last}" for first, last in self.spans)
        bare = f"XG1-{self.device}-{self.epoch}-{spans}"
        return f"{bare}-{_check_digits(bare)}"


def short_device(device: str) -> str:
    """The beginning of a device's id as it stands in names of files."""
    return device[:_DEVICE_LETTERS].upper()


def short_epoch(epoch: str) -> str:
    """The beginning of an epoch's id; the epochs of one device are few."""
    return epoch[:_EPOCH_LETTERS].upper()


def read_receipts(text: str) -> tuple[ReceiptSlip, ...]:
    """Every acknowledgement in a text, each once. Raises ``Refusal`` SLIP_UNREADABLE where there is none."""
    found = dict.fromkeys(ReceiptSlip(one[1], int(one[2]), one[3]) for one in _RECEIPT.finditer(_plain(text)))
    if not found:
        raise Refusal("SLIP_UNREADABLE")
    return tuple(found)


def read_requests(text: str) -> tuple[ResendSlip, ...]:
    """Every request in a text. Raises ``Refusal`` SLIP_UNREADABLE where there is none, or one was typed wrong."""
    found: list[ResendSlip] = []
    for one in _REQUEST.finditer(_plain(text)):
        slip = ResendSlip(one[1], one[2], _spans(one[3]))
        if slip.text != one[0]:
            raise Refusal("SLIP_UNREADABLE")
        found.append(slip)
    if not found:
        raise Refusal("SLIP_UNREADABLE")
    return tuple(dict.fromkeys(found))


def _spans(text: str) -> tuple[tuple[int, int], ...]:
    spans = tuple((int(first), int(last)) for first, last in (one.split(".") for one in text.split("+")))
    if any(first < 1 or last < first for first, last in spans) or _count(spans) > _MOST_NUMBERS:
        raise Refusal("SLIP_UNREADABLE")
    return spans


def _count(spans: Sequence[tuple[int, int]]) -> int:
    return sum(last - first + 1 for first, last in spans)


def _check_digits(text: str) -> str:
    return f"{int.from_bytes(hashlib.sha256(text.encode('ascii')).digest(), 'big') % _CHECK:04d}"


def _plain(text: str) -> str:
    return "".join(text.translate(_DASHES).upper().split())
