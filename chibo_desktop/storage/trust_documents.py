"""Signed documents of trust, verbatim: profiles, certificates, requests, revocations, receipts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chibo_desktop.storage import models
from chibo_desktop.storage.book import Book, Row
from chibo_desktop.storage.columns import instant, micros


class DocumentKind(StrEnum):
    PROFILE = "profile"
    CERTIFICATE = "certificate"
    REQUEST = "request"
    REVOCATION = "revocation"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document by kind, the id of what it is about, and its version; the envelope is the signed line as it came."""

    kind: DocumentKind
    document: str
    version: int
    envelope: bytes
    at: datetime


def add_document(book: Book, document: StoredDocument) -> bool:
    """Keep a document; says whether it is new. Two of one version are both kept: that they differ must be seen."""
    table = models.TrustDocument
    same = table.select(table.id).where(
        table.kind == document.kind.value,
        table.document == document.document,
        table.version == document.version,
        table.envelope == document.envelope,
    )
    with book.transaction():
        if book.query(same):
            return False
        book.carry_out(
            table.insert(
                kind=document.kind.value,
                document=document.document,
                version=document.version,
                envelope=document.envelope,
                added_at=micros(document.at),
            )
        )
    return True


def documents(book: Book, kind: DocumentKind) -> tuple[StoredDocument, ...]:
    """All documents of a kind, version by version, in the order in which they came."""
    table = models.TrustDocument
    query = table.select().where(table.kind == kind.value).order_by(table.document, table.version, table.id)
    return tuple(map(_document, book.query(query)))


def newest_document(book: Book, kind: DocumentKind, document: str) -> StoredDocument | None:
    """The highest version of one document; of two of that version the one that came first."""
    table = models.TrustDocument
    query = table.select().where(table.kind == kind.value, table.document == document)
    found = book.query(query.order_by(table.version.desc(), table.id).limit(1))
    return _document(found[0]) if found else None


def _document(row: Row) -> StoredDocument:
    _, kind, document, version, envelope, added_at = row
    return StoredDocument(DocumentKind(kind), document, version, envelope, instant(added_at))


def count_documents(book: Book) -> int:
    """How many documents there are of all kinds: it only grows, so it tells whether anything has come since."""
    (count,) = book.rows("SELECT count(*) FROM trust_document")[0]
    return int(count)
