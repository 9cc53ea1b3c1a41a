"""Minutes on paper: a draft with its mark, a finalised visit with its proof code."""

import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from chibo_desktop.documents.fonts import FontFamily, choose_font_family
from chibo_desktop.documents.minutes import MinutesDocument, build_minutes
from chibo_desktop.documents.minutes_options import (
    AbsentPart,
    CriterionWords,
    MinutesOptions,
    RubricWords,
    StatementWords,
)
from chibo_desktop.documents.profiles import STANDARD_PROFILE, load_profile
from chibo_desktop.documents.proof import Proof
from chibo_desktop.documents.templates import STANDARD_TEMPLATE, load_template
from chibo_desktop.domain.entries import Absence, PartClass
from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.scoring import Rubric, class_of, rubric_from_plain
from chibo_desktop.domain.visits import Visit, VisitState, standing
from chibo_desktop.services import archive, visits
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import register
