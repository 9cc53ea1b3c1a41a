"""A request as letters and digits: what stands behind its QR, and what can be pasted or typed where no file travels.

``XIN1`` and, in base32 (RFC 4648, capitals, no padding): 64 bytes of signature, then the payload compressed by zlib
(RFC 1950). The signed line is made from these again, byte for byte. Blanks, line ends, dashes and small letters make
no difference; that nothing was mistyped is what the signature proves.
"""

import base64
import binascii
import zlib

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import envelope, limits
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.envelope import Envelope, PayloadType
from chibo_desktop.packets.keys import SIGNATURE_BYTES, PublicKey
from chibo_desktop.packets.trust_documents import Request, parse_document

MARK = "XIN1"


def write_request_text(line: bytes) -> str:
    """The text form of a signed request. Raises ``Refusal`` E_ENVELOPE where the line is none."""
    held = envelope.read(line, limits.DOCUMENT_BYTES)
    ((_, signature),) = held.signatures
    packed = base64.b32encode(signature + zlib.compress(held.payload, 9))
    return MARK + packed.decode("ascii").rstrip("=")


def is_request_text(text: str) -> bool:
    """Whether a text begins as the text form of a request does."""
    return _plain(text[:80]).startswith(MARK)


def read_request_text(text: str) -> bytes:
    """The signed line of a request that was pasted or typed. Raises ``Refusal`` E_SIZE, E_FORMAT or E_DOCUMENT; that
    the signature is right is left to whoever reads the line."""
    if len(text) > limits.DOCUMENT_BYTES:
        raise Refusal(Code.SIZE, characters=len(text), limit=limits.DOCUMENT_BYTES)
    letters = _plain(text).removeprefix(MARK)
    try:
        packed = base64.b32decode(letters + "=" * (-len(letters) % 8))
        inflating = zlib.decompressobj()
        payload = inflating.decompress(packed[SIGNATURE_BYTES:], limits.DOCUMENT_BYTES)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise Refusal(Code.FORMAT, what="text") from error
    if not inflating.eof or inflating.unused_data:
        raise Refusal(Code.FORMAT, what="text")
    request = parse_document(payload, Request)
    try:
        key = PublicKey.of_text(request.key)
    except ValueError as error:
        raise Refusal(Code.DOCUMENT, what="request", why=str(error)) from error
    told = Envelope(b"", PayloadType.REQUEST, payload, ())
    return envelope.with_signatures(told, ((key.id, packed[:SIGNATURE_BYTES]),))


def _plain(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())
