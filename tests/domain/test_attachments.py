"""Attachments are told by their first bytes."""

import pytest

from chibo_desktop.domain.attachments import media_type


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"\xff\xd8\xff\xe0 JFIF", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"%PDF-1.7", "application/pdf"),
        (b" %PDF-1.7", None),
        (b"MZ", None),
        (b"", None),
    ],
)
def test_first_bytes_tell(data: bytes, found: str | None) -> None:
    assert media_type(data) == found
