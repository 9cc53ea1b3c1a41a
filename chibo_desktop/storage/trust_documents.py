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
    ROTATION = "rotation"
    REVOCATION = "revocation"
    RECEIPT = "receipt"


_ORDER = (models.TrustDocument.document, models.TrustDocument.version, models.TrustDocument.id)


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document by kind, the id of what it is about, and its version; the envelope is the signed line as it came.

    ``office`` is the office whose document it is; "" is the one that this machine belongs to.
    """

    kind: DocumentKind
    document: str
    version: int
    envelope: bytes
    at: datetime
    office: str = ""


def add_document(book: Book, document: StoredDocument) -> bool:
    """Keep a document; says whether it is new. Two of one version are both kept: that they differ must be seen."""
    table = models.TrustDocument
    same = table.select(table.id).where(
        table.kind == document.kind.value,
        table.document == document.document,
        table.version == document.version,
        table.envelope == document.envelope,
        table.office == document.office,
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
                office=document.office,
            )
        )
    return True


def is_kept(book: Book, kind: DocumentKind, envelope: bytes) -> bool:
    """Whether this very document of this office is kept."""
    sql = "SELECT 1 FROM trust_document WHERE kind = ? AND office = '' AND envelope = ? LIMIT 1"
    return book.row(sql, (kind.value, envelope)) is not None


def documents(book: Book, kind: DocumentKind, office: str = "") -> tuple[StoredDocument, ...]:
    """All documents of a kind of one office, version by version, in the order in which they came."""
    table = models.TrustDocument
    wanted = (table.kind == kind.value) & (table.office == office)
    return tuple(map(_document, book.query(table.select().where(wanted).order_by(*_ORDER))))


def all_documents(book: Book) -> tuple[StoredDocument, ...]:
    """Every document of every office, in the order in which they came."""
    return tuple(map(_document, book.query(models.TrustDocument.select().order_by(models.TrustDocument.id))))


def documents_of_others(book: Book) -> tuple[StoredDocument, ...]:
    """The documents of all other offices, in the order in which they came."""
    table = models.TrustDocument
    return tuple(map(_document, book.query(table.select().where(table.office != "").order_by(table.id))))


def newest_document(book: Book, kind: DocumentKind, document: str) -> StoredDocument | None:
    """The highest version of one document of this office; of two of that version the one that came first."""
    table = models.TrustDocument
    query = table.select().where(table.kind == kind.value, table.document == document, table.office == "")
    found = book.query(query.order_by(table.version.desc(), table.id).limit(1))
    return _document(found[0]) if found else None


def _document(row: Row) -> StoredDocument:
    _, kind, document, version, envelope, added_at, office = row
    return StoredDocument(DocumentKind(kind), document, version, envelope, instant(added_at), office)


def count_documents(book: Book) -> int:
    """How many documents there are of all kinds: it only grows, so it tells whether anything has come since."""
    (count,) = book.rows("SELECT count(*) FROM trust_document")[0]
    return int(count)
