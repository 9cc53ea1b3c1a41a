"""Print profiles: the prescribed form of a Party document as data with a period of validity."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import msgspec

from chibo_desktop.documents.resource_files import read_named
from chibo_desktop.domain.outcomes import Refusal

PROFILES = Path(__file__).parents[2] / "resources" / "profiles"
STANDARD_PROFILE = "HD05-2026"

POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Margins:
    """White edges of the front of a sheet in millimetres; the back of a duplex sheet swaps left and right."""

    top: float
    bottom: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Sizes:
    """Letter sizes in points."""

    party_name: float
    place_date: float
    superior: float
    issuer: float
    number: float
    type_name: float
    subject: float
    body: float
    authority: float
    recipients: float
    distribution: float
    page_number: float


@dataclass(frozen=True, slots=True)
class PrintProfile:
    """How a document looks under one instruction. Lengths in millimetres end in ``_mm``, all others are points.

    Lines stand ``leading`` apart; to end a full page exactly at its lower margin they may open up to ``leading_most``
    and paragraphs up to ``paragraph_gap_most``.
    """

    name: str
    source: str
    valid_from: dt.date
    valid_to: dt.date | None
    margins: Margins
    sizes: Sizes
    indent_mm: float
    leading: float
    leading_most: float
    paragraph_gap: float
    paragraph_gap_most: float
    page_number_top_mm: float
    first_numbered_page: int
    paper_mm: tuple[float, float] = (210.0, 297.0)


def load_profile(name: str = STANDARD_PROFILE, folder: Path = PROFILES) -> PrintProfile:
    """The profile of that name. Raises ``Refusal("PROFILE_UNKNOWN")`` where there is none."""
    data = read_named(folder, name)
    if data is None:
        raise Refusal("PROFILE_UNKNOWN", profile=name)
    return msgspec.json.decode(data, type=PrintProfile)


def list_profiles(folder: Path = PROFILES) -> tuple[PrintProfile, ...]:
    """All profiles, the one that began last first."""
    found = (load_profile(path.stem, folder) for path in folder.glob("*.json"))
    return tuple(sorted(found, key=lambda profile: profile.valid_from, reverse=True))
