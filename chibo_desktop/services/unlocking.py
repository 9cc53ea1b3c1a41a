"""A forgotten passphrase: the laptop asks, the office opens with its recovery key, the laptop takes the answer.

The laptop is locked all the while: it knows of itself what stands readable beside its key slots. No secret is spoken;
one person reads fifteen digits out, the other types them.
"""

from dataclasses import dataclass, field

import msgspec

from chibo_desktop.domain.ids import DeviceId
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.packets import unlocking
from chibo_desktop.packets.encoding import from_text, to_text
from chibo_desktop.packets.keys import ReaderKey
from chibo_desktop.packets.trust_documents import are_same_digits
from chibo_desktop.packets.unlocking import UnlockRequest, Whose
from chibo_desktop.services import acts, founding, logbook, papers
from chibo_desktop.services.acts import Act, ActRecorded
from chibo_desktop.services.desk import Clock, Desk, read_secrets
from chibo_desktop.services.diary import note
from chibo_desktop.services.places import Places, is_founded
from chibo_desktop.services.status import Machine, known_machines
from chibo_desktop.storage.files import write_file
from chibo_desktop.storage.slots import Making, MasterKey, change_passphrase, office_slot

REQUEST_FILE = "xin-mo-khoa.chibo-mo"
ANSWER_FILE = "tra-loi-mo-khoa.chibo-tl"


@dataclass(frozen=True, slots=True)
class UnlockFile:
    """A request as a file, the digits that its leader reads out, and whom to call."""

    data: bytes
    digits: str
    office: str


@dataclass(frozen=True, slots=True)
class UnlockView:
    """A request before anybody has compared digits: the machine that it names by its id, as the office knows it.

    ``machine`` and ``person`` are those of its certificate, "" where it never had one.
    """

    device: DeviceId
    machine: str
    person: str
    created: str
    known: bool
    revoked: bool


@dataclass(frozen=True, slots=True)
class UnlockGranted:
    """The answer to a request, for the machine that asked alone."""

    data: bytes = field(repr=False)
    device: DeviceId
    machine: str


@dataclass(frozen=True, slots=True)
class _Pending:
    """How the one-time key lies beside the book until the answer comes; whoever forgot the passphrase has no other."""

    request: str
    secret: str = field(repr=False)


# the laptop asks


def can_ask(places: Places) -> bool:
    """Whether an office can help this machine: its card was accepted while the book was open."""
    return is_founded(places) and office_slot(places.slots) is not None


def make_request(places: Places, clock: Clock) -> UnlockFile:
    """A request to the office, the same until it was answered or :func:`forget` was called.

    Raises ``Refusal`` HOME_MISSING, UNLOCK_NO_OFFICE, SLOTS_DAMAGED; ``Fault`` of the disk.
    """
    if not is_founded(places):
        raise Refusal("HOME_MISSING", place=str(places.home))
    slot = office_slot(places.slots)
    if slot is None:
        raise Refusal("UNLOCK_NO_OFFICE")
    whose = msgspec.convert(slot.told, Whose)
    pending = _pending(places)
    if pending is None or unlocking.read_request(from_text(pending.request)).slot != to_text(slot.sealed):
        once = ReaderKey.generate()
        data = unlocking.write_request(whose, slot.sealed, once.recipient, clock())
        pending = _Pending(to_text(data), once.secret)
        write_file(places.unlock, msgspec.json.encode(pending))
    data = from_text(pending.request)
    return UnlockFile(data, unlocking.request_digits(data), whose.office_name)


def _pending(places: Places) -> _Pending | None:
    if not places.unlock.exists():
        return None
    try:
        found = msgspec.json.decode(places.unlock.read_bytes(), type=_Pending)
        unlocking.read_request(from_text(found.request))
    except (msgspec.MsgspecError, ValueError, Refusal):  # damaged: a new request takes its place
        return None
    return found


def forget(places: Places) -> None:
    """Give a request up; an answer that comes later opens nothing."""
    places.unlock.unlink(missing_ok=True)


def accept(places: Places, data: bytes, new_passphrase: str, clock: Clock, making: Making) -> Desk:
    """Open the book by the office's answer, and set a new passphrase. The one-time key is gone afterwards.

    Raises ``Refusal`` UNLOCK_NONE (nothing was asked), PASSPHRASE_SHORT, UNLOCK_ANSWER_INVALID, UNLOCK_ANSWER_OTHER
    (for another request, another machine, or damaged); then everything is as it was.
    """
    pending = _pending(places)
    if pending is None:
        raise Refusal("UNLOCK_NONE")
    founding.check_passphrase(new_passphrase)
    master = MasterKey(unlocking.open_answer(data, from_text(pending.request), ReaderKey.of_secret(pending.secret)))
    try:
        read_secrets(places, master)
    except Refusal as refusal:
        raise Refusal("UNLOCK_ANSWER_OTHER", why=refusal.code) from refusal
    change_passphrase(places.slots, master, new_passphrase, making)
    forget(places)
    desk = founding.open_with_master(places, master, clock, making.random_bytes)
    with desk.book.transaction():
        note(desk, "UNLOCKED_BY_OFFICE", office=desk.me.office_name)
    return desk


# the office answers


def read_request(desk: Desk, data: bytes) -> UnlockView:
    """Who asks, as far as it is known. Raises ``Refusal`` NOT_AN_OFFICE, UNLOCK_REQUEST_INVALID, UNLOCK_ELSEWHERE."""
    request = _request(desk, data)
    device = DeviceId(request.whose.device)
    known, revoked = _standing(desk, device)
    asks = known_machines(desk).get(device, Machine())
    return UnlockView(device, asks.name, asks.person, request.created, known, revoked)


def _request(desk: Desk, data: bytes) -> UnlockRequest:
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    request = unlocking.read_request(data)
    if request.whose.office != desk.me.office:
        raise Refusal("UNLOCK_ELSEWHERE", office=request.whose.office_name)
    return request


def _standing(desk: Desk, device: str) -> tuple[bool, bool]:
    """Whether the office vouched for a machine, and whether every key of it has been revoked since."""
    book = papers.trust_book(desk)
    keys = [one.key_id for one in book.certificates.values() if one.device == device]
    return bool(keys), bool(keys) and all(book.revocation_of(key) is not None for key in keys)


def grant(desk: Desk, data: bytes, digits: str, key: ReaderKey) -> Outcome[UnlockGranted]:
    """Answer a request whose leader read these digits out, with the office's recovery key.

    Raises ``Refusal`` NOT_AN_OFFICE, UNLOCK_REQUEST_INVALID, UNLOCK_ELSEWHERE, DIGITS_WRONG, UNLOCK_KEY_OTHER,
    UNLOCK_REQUEST_ALTERED, MACHINE_UNKNOWN (no such machine was ever enrolled), UNLOCK_REVOKED (it was reported lost).
    """
    request = _request(desk, data)
    if not are_same_digits(digits, unlocking.request_digits(data)):
        raise Refusal("DIGITS_WRONG")
    statement = unlocking.open_statement(request, (key,))
    device = DeviceId(statement.whose.device)
    known, revoked = _standing(desk, device)
    if not known:
        raise Refusal("MACHINE_UNKNOWN", device=device)
    if revoked:
        raise Refusal("UNLOCK_REVOKED", machine=statement.machine)
    answer = unlocking.write_answer(data, request, statement)
    with logbook.writing(desk) as pen:
        acts.record(pen, ActRecorded(Act.UNLOCKED, device, who=statement.person))
        note(desk, "UNLOCK_GRANTED", machine=statement.machine)
    granted = UnlockGranted(answer, device, statement.machine)
    return Outcome(granted, Changes.of(("machine", device)))
