"""How the commands of enrolment behave between two offices: the request carries a card, and two numbers are typed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.services.desk import Desk

if TYPE_CHECKING:
    from chibo_desktop.services.enrolment import Granted


@dataclass(frozen=True, slots=True)
class Asked:
    """A request file, for whom it is, and the digits that are read out to its clerk."""

    data: bytes
    office: str
    digits: str
    card_digits: str = ""
    text: str = ""
    """The request of a machine as letters, to be pasted or typed."""

    @property
    def lines(self) -> tuple[str, ...]:
        """What to read out."""
        told = (f"15 số của máy này: {self.digits}",)
        return told if not self.card_digits else (*told, f"15 số của thẻ văn phòng này: {self.card_digits}")


def ask(desk: Desk, card: bytes | None, code: str | None, *, instead: bool = False) -> Asked:
    """Believe a card and ask: a laptop its office, an office the one above it. Without a card, one believed before.

    ``instead``: an office reports to this one from now on, whoever stood above it before.
    """
    from chibo_desktop.services import enrolment, upstream

    if desk.is_office:
        if card is not None:
            upstream.accept_card(desk, card, code, instead=instead)
        request = upstream.make_request(desk)
        return Asked(request.data, request.office, request.digits, request.card_digits)
    if card is not None:
        enrolment.accept_card(desk, card, code)
    found = enrolment.make_request(desk)
    return Asked(found.data, desk.me.office_name, found.digits, text=found.text)


def paper(desk: Desk) -> bytes:
    """The request of a group's machine as a page; an office carries a file with its card upwards."""
    from chibo_desktop.services import enrolment

    if desk.is_office:
        raise click.UsageError("--paper is for a group's machine")
    return enrolment.request_paper(desk)


def grant_office(desk: Desk, data: bytes, code: str, card_code: str | None) -> "Granted":
    """Vouch for an office below. Raises ``Refusal`` CARD_DIGITS_WRONG where the digits of its card were not given."""
    from chibo_desktop.services import subordinates

    if card_code is None:
        raise Refusal("CARD_DIGITS_WRONG")
    return subordinates.grant(desk, data, subordinates.TypedDigits(code, card_code)).value
