"""Question slips: a conflict on paper, a page for each machine that is asked."""

import functools
from pathlib import Path

from chibo_desktop.documents.fonts import FontFamily, choose_font_family
from chibo_desktop.documents.profiles import STANDARD_PROFILE, load_profile
from chibo_desktop.documents.question_slip import Answer, Question, build_question_slip
from chibo_desktop.services.output import write_output_file

__all__ = ["Answer", "Question", "write_slip"]


@functools.cache
def _fonts() -> FontFamily:
    return choose_font_family()


def write_slip(question: Question, path: Path) -> int:
    """Write the slip as PDF; returns its number of pages. Raises ``Fault`` FONT_MISSING or of the disk."""
    document = build_question_slip(question, load_profile(STANDARD_PROFILE), _fonts())
    write_output_file(path, document.pdf)
    return document.pages
