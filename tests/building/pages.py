"""The pages of an encrypted book as they lie in its files, free ones and those of the write-ahead log included."""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

PAGE = 4096
_RESERVED = 80
"""Bytes at the end of each page: the initialisation vector and an HMAC-SHA-512 (SQLCipher 4)."""
_SALT = 16
_WAL_HEADER, _FRAME_HEADER = 32, 24


def decrypted_pages(book: Path, key: bytes) -> Iterator[bytes]:
    """Every page in the file and in the log before it, decrypted without asking SQLite."""
    data = book.read_bytes()
    for at in range(0, len(data), PAGE):
        yield _decrypted(data[at : at + PAGE], key, is_first=at == 0)
    log = book.with_name(book.name + "-wal")
    frames = log.read_bytes()[_WAL_HEADER:] if log.exists() else b""
    for at in range(0, len(frames), PAGE + _FRAME_HEADER):
        number = int.from_bytes(frames[at : at + 4])
        yield _decrypted(frames[at + _FRAME_HEADER : at + _FRAME_HEADER + PAGE], key, is_first=number == 1)


def _decrypted(page: bytes, key: bytes, *, is_first: bool) -> bytes:
    start, end = _SALT if is_first else 0, PAGE - _RESERVED
    vector = page[end : end + 16]
    reader = Cipher(AES(key), CBC(vector)).decryptor()
    return reader.update(page[start:end]) + reader.finalize()


def holds(book: Path, key: bytes, text: str) -> bool:
    """Whether a text stands on any page. Texts that run over the end of a page are not found: ask for short ones."""
    return any(text.encode("utf-8") in page for page in decrypted_pages(book, key))
