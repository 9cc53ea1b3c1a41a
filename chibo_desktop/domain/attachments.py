"""What may be attached to minutes: photos and PDFs, told by their first bytes and never by their names."""

LARGEST_ATTACHMENT = 10 * 1024 * 1024
"""Bytes of one attachment; a packet of 64 MiB must still hold a month's minutes."""

_MAGIC = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"%PDF-", "application/pdf"))


def media_type(data: bytes) -> str | None:
    """The media type that the first bytes tell, or ``None`` for anything that is not attached."""
    return next((found for magic, found in _MAGIC if data.startswith(magic)), None)
