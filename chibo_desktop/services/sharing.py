"""A laptop that several people share: who they are, and who of them is working now."""

from dataclasses import replace

from chibo_desktop.domain.ids import PersonId, new_id
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.domain.people import Person
from chibo_desktop.domain.text import clean_name
from chibo_desktop.packets import limits
from chibo_desktop.services.desk import Desk, Me, remember_me
from chibo_desktop.services.diary import note
from chibo_desktop.services.founding import LONGEST_NAME


def add_person(desk: Desk, name: str, post: str = "") -> Outcome[Person]:
    """Somebody else works at this machine, too; the next packet tells the office, which has to agree.

    Raises ``Refusal`` PERSON_NAMELESS (no name), NAME_LONG, PEOPLE_FULL.
    """
    if not clean_name(name):
        raise Refusal("PERSON_NAMELESS")
    if max(len(name), len(post)) > LONGEST_NAME:
        raise Refusal("NAME_LONG", longest=LONGEST_NAME)
    if len(desk.me.others) >= limits.OTHERS:
        raise Refusal("PEOPLE_FULL", most=limits.OTHERS + 1)
    person = Person(PersonId(new_id(desk.random)), clean_name(name), clean_name(post))
    with desk.book.transaction():
        _remember(desk, replace(desk.me, others=(*desk.me.others, person)))
        note(desk, "PERSON_ADDED")
    return Outcome(person, Changes.of(("machine", desk.me.device)))


def work_as(desk: Desk, person: PersonId) -> Outcome[Person]:
    """This person works from now on: the author of what is written. Raises ``Refusal`` PERSON_UNKNOWN."""
    if all(one.id != person for one in desk.me.people):
        raise Refusal("PERSON_UNKNOWN", person=person)
    with desk.book.transaction():
        _remember(desk, replace(desk.me, working=person))
    return Outcome(desk.me.author, Changes.of(("machine", desk.me.device)))


def _remember(desk: Desk, me: Me) -> None:
    remember_me(desk.book, me)
    desk.me = me
