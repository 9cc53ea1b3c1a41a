"""Breaking paragraphs into lines. A word wider than the column is broken between letters; no letter is ever dropped."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from chibo_desktop.documents.faces import Cases, Cut, Face, Piece, clusters
from chibo_desktop.documents.paragraphs import Run

_BLANKS = re.compile(r"\s+")
_SLIVER = 1e-6
"""Points that rounding may add to a line before it counts as too wide."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is set: segments of one face each, blanks between words included, and its natural width."""

    segments: tuple[Piece, ...]
    width: float
    blanks: int
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    """``blank`` is the width of the blank before the word, set by ``spacer``; 0 inside a word that was broken."""

    pieces: tuple[Piece, ...]
    width: float
    blank: float
    spacer: Face


class Composer:
    """Sets runs of one size into lines."""

    def __init__(self, cases: Cases, size: float) -> None:
        self._cases = cases
        self._size = size

    def lines(self, runs: Iterable[Run], width: float, indent: float = 0.0) -> list[Line]:
        """Lines that fill ``width`` points as well as they can, the first one shorter by ``indent``."""
        lines: list[Line] = []
        held: list[_Word] = []
        room, used = width - indent, 0.0
        waiting = list(reversed(self._words(runs)))
        while waiting:
            word = waiting.pop()
            blank = word.blank if held else 0.0
            if used + blank + word.width <= room + _SLIVER:
                held.append(word)
                used += blank + word.width
                continue
            if word.width > width and len(word.pieces[0][1]) > 1:
                waiting.extend(reversed(self._letters(word)))
                continue
            lines.append(_line(held))
            held, room, used = [word], width, word.width
        if held:
            lines.append(_line(held))
        if lines:
            lines[-1] = replace(lines[-1], is_last=True)
        return lines

    def balanced(self, runs: Iterable[Run], width: float) -> list[Line]:
        """As few lines as fit into ``width``, of widths as equal as can be: for headings that are centred."""
        told = tuple(runs)
        best = self.lines(told, width)
        low, high = width / max(len(best), 1) * 0.5, width
        while len(best) > 1 and high - low > 1.0:
            middle = (low + high) / 2
            tried = self.lines(told, middle)
            if len(tried) > len(best):
                low = middle
            else:
                best, high = tried, middle
        return best

    def _words(self, runs: Iterable[Run]) -> list[_Word]:
        words: list[_Word] = []
        goes_on = False
        for run in runs:
            face = self._cases.face(run.cut)
            blank = face.width(" ", self._size)
            is_whole = face.widths.keys() >= set(run.text) - {"\n", "\t"}
            for place, text in enumerate(_BLANKS.split(run.text)):
                goes_on = goes_on and not place
                if not text:
                    continue
                pieces = [(face, text)] if is_whole else self._cases.pieces(text, run.cut)
                word = self._word(pieces, blank, face)
                if goes_on:
                    words[-1] = _merged(words[-1], word)
                else:
                    words.append(word)
                goes_on = True
        return words

    def _word(self, pieces: Iterable[Piece], blank: float, spacer: Face) -> _Word:
        told = tuple(pieces)
        return _Word(told, sum(face.width(text, self._size) for face, text in told), blank, spacer)

    def _letters(self, word: _Word) -> list[_Word]:
        """A word that no line can hold, as its letters, which then fill lines one after the other."""
        letters = [(face, letter) for face, text in word.pieces for letter in clusters(text)]
        return [self._word([letter], 0.0 if place else word.blank, word.spacer) for place, letter in enumerate(letters)]


def _merged(one: _Word, other: _Word) -> _Word:
    return _Word(one.pieces + other.pieces, one.width + other.width, one.blank, one.spacer)


def _line(words: list[_Word]) -> Line:
    """Words joined by blanks; neighbours of one face become one segment."""
    segments: list[tuple[Face, list[str]]] = []
    width, blanks = 0.0, 0
    for place, word in enumerate(words):
        if place and word.blank:
            _add(segments, word.spacer, " ")
            blanks += 1
            width += word.blank
        width += word.width
        for face, text in word.pieces:
            _add(segments, face, text)
    return Line(tuple((face, "".join(parts)) for face, parts in segments), width, blanks)


def _add(segments: list[tuple[Face, list[str]]], face: Face, text: str) -> None:
    if segments and segments[-1][0] is face:
        segments[-1][1].append(text)
    else:
        segments.append((face, [text]))


def one_line(cases: Cases, text: str, cut: Cut, size: float) -> Line:
    """A short text on a line of its own, however wide."""
    return Composer(cases, size).lines((Run(text, cut),), float("inf"))[0]
