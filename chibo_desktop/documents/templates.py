"""Templates of minutes: headings, their order and what is said where there is nothing, as data."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec

from chibo_desktop.documents.resource_files import read_named
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.visits import SessionKind

WORDS = Path(__file__).parents[2] / "resources" / "words"
STANDARD_TEMPLATE = "minutes-2026"


class Topic(StrEnum):
    """What an article of the minutes tells."""

    UNIT = "unit"
    TIME_PLACE = "time_place"
    THEME = "theme"
    MEMBERS = "members"
    MEMBERS_PRESENT = "members_present"
    GUESTS = "guests"
    DELEGATES = "delegates"
    OFFICERS = "officers"
    FEE = "fee"
    FOLLOW_UPS = "follow_ups"
    LAST_MONTH = "last_month"
    IDEOLOGY = "ideology"
    AGENDA = "agenda"
    OPINIONS = "opinions"
    GUIDANCE = "guidance"
    DELEGATE_STATEMENT = "delegate_statement"
    CELL_REPLY = "cell_reply"
    TASKS = "tasks"
    VOTES = "votes"
    SCORING = "scoring"
    CONCLUSION = "conclusion"
    HANDED_OVER = "handed_over"
    ATTACHMENTS = "attachments"
    HANDWRITTEN = "handwritten"
    ADOPTION = "adoption"


class ArticleStyle(StrEnum):
    """How an article begins: a bold word and a colon, a number and a bold word, or at once."""

    LABELLED = "labelled"
    NUMBERED = "numbered"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Article:
    """One article. ``when_none`` is said where the recorder declared that there was nothing; empty leaves it out."""

    topic: Topic
    label: str = ""
    style: ArticleStyle = ArticleStyle.LABELLED
    when_none: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """Articles under one heading, which gets a Roman number; a chapter without heading opens the minutes."""

    articles: tuple[Article, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Headings of the signature blocks; the confirmation block stands at the bottom left where it has a heading."""

    left: str
    right: str
    confirmation: str = ""


@dataclass(frozen=True, slots=True)
class MinutesTemplate:
    """The words of minutes. ``{month}`` in a subject stands for *tháng 9 năm 2023*.

    Sources differ on the line of place and date and on the dashes under the subject: both are options here.
    """

    name: str
    title: str
    subjects: dict[SessionKind, str]
    chapters: tuple[Chapter, ...]
    signatures: Signatures
    place_date_line: bool = True
    dashes: str = "-----"
    distribution_mark: str = ""
    recipients: tuple[str, ...] = ()


def load_template(name: str = STANDARD_TEMPLATE, folder: Path = WORDS) -> MinutesTemplate:
    """The template of that name. Raises ``Refusal("TEMPLATE_UNKNOWN")`` where there is none."""
    data = read_named(folder, name)
    if data is None:
        raise Refusal("TEMPLATE_UNKNOWN", template=name)
    return msgspec.json.decode(data, type=MinutesTemplate)
