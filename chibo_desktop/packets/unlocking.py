"""The files of a forgotten passphrase: what the laptop keeps for the day, its request, and the office's answer.

``statement``: the master key with the names of its machine, sealed to the office's recovery keys while the book was
open. The request carries it with a fresh one-time recipient; the answer is the master key sealed to that recipient. No
secret is ever spoken: over the telephone go only the fifteen digits of the request.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import age, limits, strict_json
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.encoding import from_text, hash_text, to_text
from chibo_desktop.packets.keys import ReaderKey
from chibo_desktop.packets.trust_documents import digits_of
from chibo_desktop.packets.wire_types import Hash, Id, Label, Moment, Recipient, time_text

_DIGITS_SALT = b"chibo unlock v1\0"


@dataclass(frozen=True, slots=True)
class Whose:
    """The machine that a master key opens, and the office that may help. Names of people stand only where it is sealed:
    this much may be read on a locked machine."""

    office: Id
    office_name: Label
    device: Id


@dataclass(frozen=True, slots=True)
class Statement:
    """What a laptop seals to its office: sealed by whoever knew the master key, so the names belong to it."""

    format: Literal["chibo master v1"]
    whose: Whose
    machine: Label
    person: Label
    master: Hash = field(repr=False)


@dataclass(frozen=True, slots=True)
class UnlockRequest:
    """A request as it is written: nothing in it is secret, and nothing is proved until its digits were read out."""

    format: Literal["chibo unlock request v1"]
    whose: Whose
    slot: Annotated[str, Meta(max_length=8 * limits.KIB)]
    """The sealed statement, base64url."""
    recipient: Recipient
    created: Moment


@dataclass(frozen=True, slots=True)
class UnlockAnswer:
    """What the office seals to the one-time recipient. ``request`` is the SHA-256 of the request's bytes."""

    format: Literal["chibo unlock answer v1"]
    request: Hash
    device: Id
    master: Hash = field(repr=False)


def seal_statement(whose: Whose, names: tuple[str, str], master: bytes, recipients: tuple[str, ...]) -> bytes:
    """The age file for the office's slot. ``names``: of the machine and of who answers for it."""
    statement = Statement("chibo master v1", whose, *names, to_text(master))
    return age.encrypt(strict_json.write(statement), recipients)


def write_request(whose: Whose, slot: bytes, recipient: str, now: datetime) -> bytes:
    """A request file: one line of JSON."""
    request = UnlockRequest("chibo unlock request v1", whose, to_text(slot), recipient, time_text(now))
    return strict_json.write(request) + b"\n"


def read_request(data: bytes) -> UnlockRequest:
    """Raises ``Refusal`` UNLOCK_REQUEST_INVALID for anything but a request file."""
    if len(data) > limits.UNLOCK_FILE_BYTES or not data.endswith(b"\n"):
        raise Refusal("UNLOCK_REQUEST_INVALID", why="shape")
    try:
        found = strict_json.read(data[:-1], UnlockRequest)
        strict_json.check_clean(data.decode("utf-8"))
        from_text(found.slot)
    except ValueError as error:
        raise Refusal("UNLOCK_REQUEST_INVALID", why=str(error)[:200]) from error
    if not age.is_recipient(found.recipient):
        raise Refusal("UNLOCK_REQUEST_INVALID", why="not an age recipient")
    return found


def request_digits(data: bytes) -> str:
    """The fifteen digits of a request file: one person reads them out, another types them."""
    return digits_of(data, _DIGITS_SALT)


def open_statement(request: UnlockRequest, secrets: tuple[ReaderKey, ...]) -> Statement:
    """What the laptop had sealed.

    Raises ``Refusal`` UNLOCK_KEY_OTHER where none of ``secrets`` opens it, UNLOCK_REQUEST_INVALID where it is no
    statement, UNLOCK_REQUEST_ALTERED where the request names another machine than the statement.
    """
    try:
        plain = age.decrypt(from_text(request.slot), [key.secret for key in secrets])
    except Refusal as refusal:
        code = "UNLOCK_KEY_OTHER" if refusal.code == Code.DECRYPT else "UNLOCK_REQUEST_INVALID"
        raise Refusal(code, why=refusal.code) from refusal
    try:
        statement = strict_json.read(plain, Statement)
    except ValueError as error:
        raise Refusal("UNLOCK_REQUEST_INVALID", why=str(error)[:200]) from error
    if statement.whose != request.whose:
        raise Refusal("UNLOCK_REQUEST_ALTERED", device=request.whose.device)
    return statement


def write_answer(data: bytes, request: UnlockRequest, statement: Statement) -> bytes:
    """The answer to the request file ``data``, for the one-time key alone."""
    answer = UnlockAnswer("chibo unlock answer v1", hash_text(data), statement.whose.device, statement.master)
    return age.encrypt(strict_json.write(answer), (request.recipient,))


def open_answer(data: bytes, request: bytes, secret: ReaderKey) -> bytes:
    """The master key in an answer to the request file ``request``.

    Raises ``Refusal`` UNLOCK_ANSWER_INVALID for what is no answer, UNLOCK_ANSWER_OTHER for an answer to another request
    or one that was damaged: age cannot tell one from the other.
    """
    if len(data) > limits.UNLOCK_FILE_BYTES:
        raise Refusal("UNLOCK_ANSWER_INVALID", why="size")
    try:
        plain = age.decrypt(data, [secret.secret])
    except Refusal as refusal:
        code = "UNLOCK_ANSWER_OTHER" if refusal.code == Code.DECRYPT else "UNLOCK_ANSWER_INVALID"
        raise Refusal(code, why=refusal.code) from refusal
    try:
        answer = strict_json.read(plain, UnlockAnswer)
    except ValueError as error:
        raise Refusal("UNLOCK_ANSWER_INVALID", why=str(error)[:200]) from error
    if answer.request != hash_text(request):
        raise Refusal("UNLOCK_ANSWER_OTHER", why="another request")
    return from_text(answer.master)
