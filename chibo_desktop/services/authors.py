"""Who stands behind an entry: the person and the machine that a certificate names for its key."""

from collections.abc import Iterable
from dataclasses import dataclass

from chibo_desktop.domain.entries import EntryHead
from chibo_desktop.domain.ids import DeviceId, PersonId
from chibo_desktop.packets.trust_documents import Certificate
from chibo_desktop.services import papers
from chibo_desktop.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Author:
    """Names as somebody vouched for them; "" where nobody did."""

    person: str = ""
    machine: str = ""


class Authors:
    """Names by person and machine, read once for many entries."""

    def __init__(self, desk: Desk) -> None:
        me = desk.me
        certificates = papers.trust_book(desk).all_certificates()
        self._people = dict(_people(certificates)) | {me.person.id: me.person.name}
        self._machines = {DeviceId(one.device): one.machine for one in certificates} | {me.device: me.machine}

    def of(self, head: EntryHead) -> Author:
        """Who wrote an entry, and on which machine."""
        return Author(self.person(head.author), self.machine(head.device))

    def person(self, person: PersonId) -> str:
        return self._people.get(person, "")

    def machine(self, device: DeviceId) -> str:
        return self._machines.get(device, "")


def _people(certificates: Iterable[Certificate]) -> Iterable[tuple[PersonId, str]]:
    for certificate in certificates:
        yield from ((PersonId(one.id), one.name) for one in certificate.people)
