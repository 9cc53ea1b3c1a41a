import dataclasses

from chibo_desktop.storage.book import Book
from chibo_desktop.storage.trust_documents import (
    DocumentKind,
    StoredDocument,
    add_document,
    documents,
    newest_document,
)
from tests.building.stored import NOW

FIRST = StoredDocument(DocumentKind.PROFILE, "office", 1, b'{"payload":"\xff"}', NOW)
SECOND = dataclasses.replace(FIRST, version=2)


def test_documents_are_kept_verbatim_and_once(book: Book) -> None:
    assert add_document(book, SECOND)
    assert add_document(book, FIRST)
    assert not add_document(book, FIRST)
    assert documents(book, DocumentKind.PROFILE) == (FIRST, SECOND)
    assert documents(book, DocumentKind.CERTIFICATE) == ()


def test_the_newest_version_is_found(book: Book) -> None:
    for document in (SECOND, FIRST, dataclasses.replace(FIRST, document="other", version=9)):
        add_document(book, document)
    assert newest_document(book, DocumentKind.PROFILE, "office") == SECOND
    assert newest_document(book, DocumentKind.PROFILE, "unknown") is None


def test_two_documents_of_one_version_are_both_seen(book: Book) -> None:
    twin = dataclasses.replace(FIRST, envelope=b"another")
    assert add_document(book, FIRST)
    assert add_document(book, twin)
    assert documents(book, DocumentKind.PROFILE) == (FIRST, twin)
    assert newest_document(book, DocumentKind.PROFILE, "office") == FIRST
