"""One number for the merged state: equal wherever the same entries arrived, in whatever order."""

import hashlib
from collections.abc import Iterable

import msgspec

from chibo_desktop.merging.fold import Folded


def canonical(folded: Folded) -> bytes:
    """Everything that is known of one visit as one line of JSON: content, conflicts, heads, what is not here."""
    return msgspec.json.encode(folded, order="deterministic")


def state_digest(lines: Iterable[bytes]) -> str:
    """SHA-256, in hexadecimal, of the canonical lines of all visits; their order does not matter."""
    state = hashlib.sha256(b"chibo state v1\n")
    for line in sorted(hashlib.sha256(line).digest() for line in lines):
        state.update(line)
    return state.hexdigest()
