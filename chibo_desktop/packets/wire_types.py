"""Types of the fields on the wire, with the bounds that reading checks for free."""

from datetime import UTC, datetime
from typing import Annotated

from msgspec import Meta

from chibo_desktop.packets import limits

Id = Annotated[str, Meta(min_length=1, max_length=64)]
Hash = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{43}\Z")]
"""32 bytes as base64url: an entry id, a key, a key id, a SHA-256."""
Salt = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{22}\Z")]
"""16 bytes as base64url."""
Word = Annotated[str, Meta(min_length=1, max_length=100)]
Label = Annotated[str, Meta(max_length=500)]
Recipient = Annotated[str, Meta(pattern=r"\Aage1[02-9ac-hj-np-z]{58}\Z")]
Count = Annotated[int, Meta(ge=0, le=limits.JSON_INTEGER)]
Position = Annotated[int, Meta(ge=1, le=limits.JSON_INTEGER)]
Moment = Annotated[str, Meta(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\Z")]
"""Whole seconds of UTC (RFC 3339)."""


def time_text(moment: datetime) -> str:
    """Whole seconds of UTC as ``2026-11-23T09:30:00Z`` (RFC 3339). Raises ``ValueError`` for a naive time."""
    if moment.tzinfo is None:
        raise ValueError("a time needs its zone")
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def read_time(text: str) -> datetime:
    """The aware time that ``time_text`` wrote. Raises ``ValueError``."""
    return datetime.fromisoformat(text)
