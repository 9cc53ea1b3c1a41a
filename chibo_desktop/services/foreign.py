"""Whose word about a visit counts: that of machines which may speak of it, of every record of it that is here.

An entry by another machine is kept, set aside, and counts as soon as it may: the verdict is a function of the records
that count and of the papers, whatever came first. While no record of a visit has arrived, everybody's word stands.
Two records by machines that may not speak for each other leave the word to the office: neither wins by coming first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.ids import EntryId
from chibo_desktop.packets.contents import VisitsLinked, content_of
from chibo_desktop.packets.entry_intake import ReceivedEntry, visit_of
from chibo_desktop.packets.speaking import Said, Speakers
from chibo_desktop.services import papers
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import aside, log, speech
from chibo_desktop.storage.aside import AsideReason
from chibo_desktop.storage.speech import Record, Spoken

JUDGED = (
    EntryKind.VISIT_AMENDED,
    EntryKind.VISIT_WITHDRAWN,
    EntryKind.VISIT_RETURNED,
    EntryKind.CONFLICT_SETTLED,
    EntryKind.VISITS_LINKED,
)
"""Kinds by which one machine changes what another recorded. A record speaks for itself; a step of a follow-up may come
from anybody; what an erasure may do depends on whose the erased entry is (``erasures``)."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Those of the judged entries that may not speak; what changed sides is about ``subjects``, and may be a link."""

    foreign: frozenset[EntryId] = frozenset()
    subjects: tuple[str, ...] = ()
    has_links: bool = False


def judge_arrived(desk: Desk, received: Sequence[ReceivedEntry], again: Sequence[str]) -> Verdict:
    """Judge what these entries of the log may have changed. ``again``: what more than one entry is about.

    A record that stands alone asks one question of the few links there are. Inside the caller's transaction.
    """
    kinds = {one.entry.head.id: one.entry.head.kind for one in received}
    heads = [one.entry.head for one in received]
    links = [head.subject for head in heads if kinds[head.id] == EntryKind.VISITS_LINKED]
    recorded = [head.subject for head in heads if kinds[head.id] == EntryKind.VISIT_RECORDED]
    return _judge(desk, _about(desk, list(dict.fromkeys((*again, *links))), recorded))


def judge_subjects(desk: Desk, subjects: Sequence[str]) -> Verdict:
    """Judge everything about these things, after records or other entries of them changed sides."""
    return _judge(desk, _about(desk, subjects, subjects))


def judge_all(desk: Desk) -> Verdict:
    """Judge everything anew, after papers came: certificates, revocations, a disowned issuer."""
    return _judge(desk, _every(desk))


def expected(desk: Desk) -> frozenset[EntryId]:
    """The entries that may not speak of what they are about, as the log and the papers say."""
    return _foreign(desk, _every(desk))


def _every(desk: Desk) -> tuple[Spoken, ...]:
    """Whatever could be set aside, and what is."""
    standing = [one.entry for one in aside.entries_aside(desk.book, AsideReason.FOREIGN)]
    asked = speech.spoken_by_others(desk.book, JUDGED, papers.speakers(desk).unquestioned)
    return tuple(dict.fromkeys((*asked, *speech.named(desk.book, standing))))


def _about(desk: Desk, subjects: Sequence[str], recorded: Sequence[str]) -> tuple[Spoken, ...]:
    found = speech.spoken(desk.book, JUDGED, subjects) if subjects else ()
    unasked = papers.speakers(desk).unquestioned if recorded else frozenset[str]()
    links = speech.links_naming(desk.book, recorded, unasked) if recorded else ()
    return tuple(dict.fromkeys((*found, *links)))


def _judge(desk: Desk, said: Sequence[Spoken]) -> Verdict:
    if not said:
        return Verdict()
    wrong = _foreign(desk, said)
    standing = aside.among(desk.book, [one.entry for one in said], AsideReason.FOREIGN)
    out, back = sorted(wrong - standing), sorted(standing - wrong)
    if not out and not back:
        return Verdict(wrong)
    subjects = aside.set_aside(desk.book, out, AsideReason.FOREIGN, desk.clock())
    subjects += aside.bring_back(desk.book, back, AsideReason.FOREIGN)
    moved = {*out, *back}
    links = any(one.kind == EntryKind.VISITS_LINKED for one in said if one.entry in moved)
    return Verdict(wrong, subjects, links)


def _foreign(desk: Desk, said: Sequence[Spoken]) -> frozenset[EntryId]:
    """Those of these entries whose machine may not speak of every visit that they are about."""
    speakers = papers.speakers(desk)
    by_others = [one for one in said if one.device not in speakers.unquestioned]
    if not by_others:
        return frozenset()
    about = {one.entry: _visits(desk, one) for one in by_others}
    records = speech.records(desk.book, list(dict.fromkeys(visit for visits in about.values() for visit in visits)))
    return frozenset(
        one.entry
        for one in by_others
        if any(
            not _may_speak(desk, speakers, one, record)
            for visit in about[one.entry]
            for record in records.get(visit, ())
        )
    )


def _visits(desk: Desk, one: Spoken) -> tuple[str, ...]:
    """The visits that an entry is about: of a link all that it names."""
    entry = log.entry(desk.book, one.entry) if one.kind == EntryKind.VISITS_LINKED else None
    told = content_of(entry) if entry is not None else None
    return (one.subject, *told.visits) if isinstance(told, VisitsLinked) else (one.subject,)


def _may_speak(desk: Desk, speakers: Speakers, one: Spoken, record: Record) -> bool:
    return speakers.may_speak(one.device, record.device, lambda: _said(desk, record))


def _said(desk: Desk, record: Record) -> Said:
    entry = log.entry(desk.book, record.entry)
    visit = visit_of(entry) if entry is not None else None
    if visit is None:
        return Said()
    named = (visit.cell.id, *(superior.id for superior in visit.cell.superiors))
    return Said(visit.group.id, frozenset(one for one in named if one is not None))
