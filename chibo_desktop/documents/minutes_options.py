"""What a print of minutes is made with, beside the visit itself."""

from dataclasses import dataclass

from chibo_desktop.documents.fonts import FontFamily
from chibo_desktop.documents.profiles import PrintProfile
from chibo_desktop.documents.templates import MinutesTemplate
from chibo_desktop.domain.entries import Absence
from chibo_desktop.domain.proofs import Proof


@dataclass(frozen=True, slots=True)
class CriterionWords:
    """A criterion of a rubric as it is printed."""

    id: str
    name: str
    most: int


@dataclass(frozen=True, slots=True)
class RubricWords:
    """Names that the rubric of the visit gives, and the class that its bands make of the points."""

    title: str
    criteria: tuple[CriterionWords, ...] = ()
    score_class: str = ""


@dataclass(frozen=True, slots=True)
class StatementWords:
    """An earlier opinion or guidance that the visit reports on: ``<visit id>/<item id>`` and its text."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class AbsentPart:
    """A part of the visit (``words`` or ``people``) whose text is not here, and why."""

    name: str
    absence: Absence


@dataclass(frozen=True, slots=True)
class MinutesOptions:
    """``amended`` is the number of the last amendment; ``proof`` is printed on minutes that are no draft.

    ``erased`` are leaves whose text was erased on request; ``masked`` says that names were taken out of other texts.
    """

    profile: PrintProfile
    template: MinutesTemplate
    fonts: FontFamily
    draft: bool = False
    proof: Proof | None = None
    amended: int | None = None
    withdrawn: bool = False
    duplex: bool = False
    absent: tuple[AbsentPart, ...] = ()
    erased: tuple[str, ...] = ()
    masked: bool = False
    rubric: RubricWords | None = None
    statements: tuple[StatementWords, ...] = ()
