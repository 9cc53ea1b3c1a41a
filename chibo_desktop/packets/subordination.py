"""Offices below offices: whom an upper office believes about the machines that a lower one vouches for.

A certificate of role ``lower_office`` names the lower office and the id of its first profile. From that profile on the
chain, the certificates and the revocations of the lower office are verified by their own signatures, whoever carried
them, and never go back. A lower office may have lower offices in turn: the same certificate, the same rules.

A machine and a key belong to the office whose certificate came first. Another office can neither vouch for them nor
revoke them; what this office itself vouches for always comes first.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from chibo_desktop.domain.ids import EntryId, KeyId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import envelope, limits, trust
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.envelope import Envelope, PayloadType
from chibo_desktop.packets.keys import PublicKey
from chibo_desktop.packets.trust import TrustBook
from chibo_desktop.packets.trust_documents import Certificate, Party, Profile, Revocation, Role, Roles, Vouched


@dataclass(frozen=True, slots=True)
class OfficePaper:
    """A document that proved itself: of which office, what it is about (an office or a device), and its version."""

    office: str
    type: PayloadType
    about: str
    version: int
    line: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Grown:
    """Whom to believe now; what was new and has to be filed; and the codes of what did not prove itself."""

    book: TrustBook
    fresh: tuple[OfficePaper, ...] = ()
    refused: tuple[tuple[str, bytes], ...] = ()


def grow(book: TrustBook, lines: Iterable[bytes]) -> Grown:
    """``book`` with the documents of offices below it, taken in the order in which they are given.

    What is known already changes nothing. What does not prove itself - of an office that nobody vouches for, of
    another version, about a machine of another office - is refused alone.
    """
    growing = _Growing(book)
    fresh: list[OfficePaper] = []
    refused: list[tuple[str, bytes]] = []
    for line in lines:
        try:
            paper = growing.take(line)
        except Refusal as refusal:
            refused.append((str(refusal.code), line))
        else:
            fresh += [paper] if paper is not None else []
    return Grown(growing.result() if fresh else book, tuple(fresh), tuple(refused))


def replay(book: TrustBook, lines: Sequence[bytes]) -> Grown:
    """As ``grow``, for documents that were filed: what a key signed before its office disowned it is passed over."""
    grown = grow(book, lines)
    chains = [below.profiles for below in grown.book.below.values()]
    if not any(trust.void_keys(chain) for chain in chains):
        return grown
    every = [profile for chain in chains for profile in chain]
    standing = frozenset(trust.standing(every, lines))
    return grow(book, [line for line in lines if line in standing or _is_profile(line)])


def _is_profile(line: bytes) -> bool:
    return envelope.read(line, limits.DOCUMENT_BYTES).type == PayloadType.PROFILE


def chain_of(lower: Vouched, lines: Iterable[bytes]) -> tuple[bytes, ...]:
    """Of these profiles the ones that follow from the first profile of an office, oldest first."""
    chain: list[bytes] = []
    last: Profile | None = None
    for line in lines:
        try:
            held = envelope.read(line, limits.DOCUMENT_BYTES)
            if last is None and envelope.id_of(held.type, held.payload) == lower.profile:
                last = trust.verify_first_profile(line)
                chain.append(line)
            elif last is not None:
                last = trust.verify_next_profile(last, line)
                chain.append(line)
        except Refusal:  # a profile of another office
            continue
    return tuple(chain)


def lower_offices(book: TrustBook) -> dict[str, Vouched]:
    """The offices that report directly to the office of ``book``, by their ids."""
    found = (certificate.lower for certificate in book.certificates.values())
    return {lower.office: lower for lower in found if lower is not None}


def offices_under(book: TrustBook, office: str) -> frozenset[str]:
    """An office below ``book`` and every office that reports to it, directly or through others."""
    found, waiting = {office}, [office]
    while waiting:
        under = book.below.get(waiting.pop())
        named = set(lower_offices(under)) - found if under is not None else set[str]()
        waiting.extend(named)
        found |= named
    return frozenset(found)


def devices_of(book: TrustBook, offices: Iterable[str]) -> frozenset[str]:
    """The machines that these offices below ``book`` vouch for."""
    books = [book.below[office] for office in offices if office in book.below]
    return frozenset(one.device for found in books for one in found.certificates.values())


def machines_under(book: TrustBook, office: str) -> frozenset[str]:
    """The machines of an office below and of those below it, with the ones by which their superiors know them."""
    under = offices_under(book, office)
    known = [one.device for one in book.all_certificates() if one.lower is not None and one.lower.office in under]
    return devices_of(book, under) | frozenset(known)


def office_of(book: TrustBook, key: KeyId) -> str | None:
    """The office below that a machine speaks for; ``None`` for machines of this office and for those of groups."""
    certificate = book.certificate_of(key)
    if certificate is None:
        return None
    if certificate.lower is not None:
        return certificate.lower.office
    is_below = key not in book.certificates and certificate.role is Role.OFFICE
    return certificate.office if is_below else None


def with_releases(book: TrustBook, released: Iterable[tuple[EntryId, KeyId]], own: KeyId) -> TrustBook:
    """``book`` with the entries that were released, each by the key that signed the act.

    What a machine of this office released counts for every entry; what one of an office below released counts for
    the machines that this office vouches for. ``own`` is the key of the reader itself.
    """
    ours: set[EntryId] = set()
    below: dict[str, set[EntryId]] = {}
    for entry, signer in released:
        certificate, office = book.certificates.get(signer), office_of(book, signer)
        if signer == own or (certificate is not None and certificate.role is Role.OFFICE):
            ours.add(entry)
        elif office is not None:
            below.setdefault(office, set()).add(entry)
    if not below:
        return replace(book, released=frozenset(ours))
    books = {one: replace(held, released=frozenset(below.get(one, ()))) for one, held in book.below.items()}
    owners = {key: books[certificate.office] for key, certificate in _certified(books)}
    return replace(book, released=frozenset(ours), below=books, owners=owners)


def _certified(books: Mapping[str, TrustBook]) -> Iterable[tuple[KeyId, Certificate]]:
    for book in books.values():
        yield from book.certificates.items()


@dataclass(slots=True)
class _Branch:
    """The documents of one office below, on their way to a book of their own."""

    chain: list[Profile]
    certificates: dict[KeyId, Certificate] = field(default_factory=dict[KeyId, Certificate])
    revoked: dict[KeyId, Revocation] = field(default_factory=dict[KeyId, Revocation])
    revocations: int = 0
    earlier: tuple[Certificate, ...] = ()

    def book(self) -> TrustBook:
        keys = {key: PublicKey.of_text(one.key) for key, one in self.certificates.items()}
        return TrustBook(
            tuple(self.chain),
            self.certificates,
            self.revoked,
            _keys=keys,
            revocations=self.revocations,
            earlier=self.earlier,
        )


class _Growing:
    """Takes documents one by one. ``firsts``: the office whose chain begins with a profile, by the profile's id."""

    def __init__(self, book: TrustBook) -> None:
        self.own = book
        self.firsts: dict[str, str] = {}
        self.branches: dict[str, _Branch] = {}
        self.offices_of_keys: dict[KeyId, str] = {}
        self.offices_of_devices: dict[str, str] = {}
        if book.profile is not None:
            self._note(book.profile.office, book.certificates.values())
        for office, below in book.below.items():
            self.branches[office] = _Branch(
                list(below.profiles), dict(below.certificates), dict(below.revoked), below.revocations, below.earlier
            )
            self._note(office, below.certificates.values())

    def _note(self, office: str, certificates: Iterable[Certificate]) -> None:
        for one in certificates:
            self.offices_of_keys.setdefault(one.key_id, office)
            self.offices_of_devices.setdefault(one.device, office)
            lower = one.lower
            if lower is not None and lower.office not in self.firsts.values():
                self.firsts[lower.profile] = lower.office

    def take(self, line: bytes) -> OfficePaper | None:
        """The document as it has to be filed, or ``None`` where it is known. Raises ``Refusal`` as ``trust`` does."""
        held = envelope.read(line, limits.DOCUMENT_BYTES)
        if held.type == PayloadType.PROFILE:
            office = self.firsts.get(envelope.id_of(held.type, held.payload))
            if office is not None:
                return self._first(office, line)
            return self._by_signer(held, line, lambda roles: roles.root, self._following)
        if held.type == PayloadType.CERTIFICATE:
            return self._by_signer(held, line, lambda roles: roles.issuer, self._certificate)
        if held.type == PayloadType.REVOCATIONS:
            return self._by_signer(held, line, lambda roles: roles.revoker, self._revocations)
        raise Refusal(Code.TYPE, type=held.type[:80])

    def _first(self, office: str, line: bytes) -> OfficePaper | None:
        if office in self.branches:
            return None
        profile = trust.verify_first_profile(line)
        if profile.office != office or profile.version != 1:
            raise Refusal(Code.DOCUMENT, what="profile", why="another office")
        self.branches[office] = _Branch([profile])
        return OfficePaper(office, PayloadType.PROFILE, office, 1, line)

    def _by_signer(
        self,
        held: Envelope,
        line: bytes,
        party_of: Callable[[Roles], Party],
        judge: Callable[[str, _Branch, bytes], OfficePaper | None],
    ) -> OfficePaper | None:
        """What the office says of a document one of whose keys signed it: found by key, so that nothing is parsed that
        was not verified. Keys are public: several offices may name one, and the document names only one of them."""
        signers = {signer for signer, _ in held.signatures}
        refused = Refusal(Code.SIGNER, key=held.signatures[0][0])
        for office, branch in self.branches.items():
            if any(signers & set(party_of(profile.roles).keys) for profile in branch.chain):
                try:
                    return judge(office, branch, line)
                except Refusal as refusal:
                    refused = refusal
        raise refused

    def _following(self, office: str, branch: _Branch, line: bytes) -> OfficePaper | None:
        if trust.verify_first_profile(line) in branch.chain:
            return None
        profile = trust.verify_next_profile(branch.chain[-1], line)
        branch.chain.append(profile)
        return OfficePaper(office, PayloadType.PROFILE, office, profile.version, line)

    def _certificate(self, office: str, branch: _Branch, line: bytes) -> OfficePaper | None:
        certificate = trust.verify_certificate(branch.chain, line)
        key = certificate.key_id
        held = branch.certificates.get(key)
        if certificate == held or self._is_vouched_above(office, certificate):
            return None
        self._check_owner(office, certificate)
        is_newest = held is None or held.not_before <= certificate.not_before
        past = held if is_newest else certificate
        if is_newest:
            branch.certificates[key] = certificate
        branch.earlier += (past,) if past is not None else ()
        self._note(office, (certificate,))
        return OfficePaper(office, PayloadType.CERTIFICATE, certificate.device, 1, line)

    def _is_vouched_above(self, office: str, certificate: Certificate) -> bool:
        """Whether it is the machine by which a superior knows this office: the superior's certificate says it all."""
        books = (self.own.certificates, *(branch.certificates for branch in self.branches.values()))
        held = (one for book in books if (one := book.get(certificate.key_id)) is not None)
        return any(
            one.lower is not None and (one.lower.office, one.device) == (office, certificate.device) for one in held
        )

    def _check_owner(self, office: str, certificate: Certificate) -> None:
        """A machine and a key belong to one office; none may stand below itself."""
        key, device, lower = certificate.key_id, certificate.device, certificate.lower
        owners = (self.offices_of_keys.get(key, office), self.offices_of_devices.get(device, office))
        if owners != (office, office):
            raise Refusal(Code.SCOPE, what="machine", device=device)
        if lower is not None and self.own.profile is not None and lower.office == self.own.profile.office:
            raise Refusal(Code.SCOPE, what="office", device=device)

    def _revocations(self, office: str, branch: _Branch, line: bytes) -> OfficePaper | None:
        revocations = trust.verify_revocations(branch.chain, line)
        if revocations.version <= branch.revocations:
            return None
        branch.revocations = revocations.version
        branch.revoked = {PublicKey.of_text(one.key).id: one for one in revocations.revoked}
        return OfficePaper(office, PayloadType.REVOCATIONS, office, revocations.version, line)

    def result(self) -> TrustBook:
        below = {office: branch.book() for office, branch in self.branches.items()}
        owners: dict[KeyId, TrustBook] = {}
        revoked: dict[KeyId, Revocation] = {}
        for book in (self.own, *below.values()):
            for key, certificate in book.certificates.items():
                if book is not self.own:
                    owners.setdefault(key, book)
                lower = certificate.lower
                speaks_for = below.get(lower.office) if lower is not None else None
                for judge in (book, speaks_for):
                    if judge is not None and key in judge.revoked:
                        revoked.setdefault(key, judge.revoked[key])
        return replace(self.own, below=below, owners=owners, revoked_below=revoked)
