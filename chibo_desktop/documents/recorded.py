"""A visit as the writers of the minutes get it: what was recorded, and why some of it may not be here."""

from dataclasses import dataclass

from chibo_desktop.documents.minutes_options import RubricWords, StatementWords
from chibo_desktop.domain.entries import Absence
from chibo_desktop.domain.visits import Visit

ABSENCES = {Absence.WITHHELD: "không chuyển", Absence.ERASED: "đã xóa theo yêu cầu"}


@dataclass(frozen=True, slots=True)
class Gaps:
    """What stands where a name or words should be, in a visit that came without its people or its words."""

    people: Absence | None = None
    words: Absence | None = None

    def name(self, name: str) -> str:
        """The name, else the reason why it is not here, else nothing."""
        return name or (f"(tên {ABSENCES[self.people]})" if self.people else "")

    def said(self, words: str) -> str:
        """The words, else the reason why they are not here, else nothing."""
        return words or (f"(lời ghi {ABSENCES[self.words]})" if self.words else "")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A visit with what only others know: names of its rubric and texts of earlier statements."""

    visit: Visit
    gaps: Gaps = Gaps()
    rubric: RubricWords | None = None
    statements: tuple[StatementWords, ...] = ()
