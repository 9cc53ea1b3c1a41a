"""What the command line tells of a spreadsheet that somebody brings in: its lines, and what is wrong with them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from chibo_desktop.app.speaking import plain
from chibo_desktop.domain.imports import Note, Verdict

if TYPE_CHECKING:
    from chibo_desktop.services.importing import LineReport


def told(report: "LineReport") -> dict[str, Any]:
    """The report for programs."""
    return {
        "tables": plain(report.tables),
        "lines": plain(report.judged),
        "notes": [_note(note) for note in report.notes],
        "stopped": bool(report.stopping),
    }


def _note(note: Note) -> dict[str, Any]:
    from chibo_desktop.ui import import_words

    told = plain(note) | {"data": dict(note.data), "stops": note.stops}
    return told | {"sentence": import_words.happened(note), "remedy": import_words.what_to_do(note)}


def lines(report: "LineReport") -> Iterator[str]:
    """What is in the file, and what somebody should look at."""
    from chibo_desktop.ui import import_words

    for table in report.tables:
        counts = {verdict: report.count(table.kind, verdict) for verdict in Verdict}
        yield import_words.counted(table.kind, counts)
    for line in report.judged:
        if line.verdict is Verdict.CHANGED:
            yield f"  dòng {line.row}: {line.name}, {import_words.verdict(line)}"
    for note in report.notes:
        if not note.stops:
            yield f"  [nên xem] {_sentence(note)}"


def troubles(report: "LineReport") -> Iterator[str]:
    """Why nothing of the file is taken."""
    for note in report.stopping:
        yield _sentence(note)


def _sentence(note: Note) -> str:
    from chibo_desktop.ui import import_words

    place = import_words.where(note)
    told = f"{import_words.happened(note)} {import_words.what_to_do(note)}"
    return f"{place}: {told}" if place else told
