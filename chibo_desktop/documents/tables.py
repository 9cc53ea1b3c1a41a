"""A long table on paper: landscape A4, its head on every page, cells that wrap, no cell ever cut."""

import functools
from dataclasses import dataclass, replace

from chibo_desktop.documents.faces import Cases, Cut
from chibo_desktop.documents.fonts import FontFamily, choose_font_family
from chibo_desktop.documents.letterhead import HeadText, Letterhead
from chibo_desktop.documents.lines import Composer, Line
from chibo_desktop.documents.pages import Row, rows_of
from chibo_desktop.documents.paragraphs import Align, Paragraph, Run, bold
from chibo_desktop.documents.profiles import STANDARD_PROFILE, PrintProfile, load_profile
from chibo_desktop.documents.sheets import ABOVE_BASELINE, Sheets
from chibo_desktop.documents.signatures import Recipients, SignatureBlocks

_LIST_SIZE, _FORM_SIZE, _TITLE = 9.5, 12.0, 14.0
_LEADING = 1.2
_PAD = 4.0
_GAP = 8.0
_MOST_REPEATED = 4
"""Lines of a title that is said again at the top of the next page."""
_HAIRLINE, _RULE = 0.3, 0.8
_Cells = list[list[Line]]


@dataclass(frozen=True, slots=True)
class TableText:
    """What is to be set: a title, a line below it, the head and the rows; ``shares`` of the width by column.

    A row of one cell is the title of the rows after it: as wide as the table, never the last line of a page, and
    repeated where its rows go on.
    """

    title: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...]
    form: "Form | None" = None


@dataclass(frozen=True, slots=True)
class Form:
    """What makes a table a document of its office: the head of the page, who signs, and who gets it.

    The title is its kind of document, the note its subject. ``signers`` are headings over space for ink.
    """

    head: HeadText
    signers: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


def build_table(text: TableText) -> bytes:
    """The table as PDF, the same bytes for the same text. Raises ``Fault`` FONT_MISSING, FONT_UNREADABLE."""
    setter = _Setter(_landscape(), Cases(_fonts()), text)
    return setter.set()


@functools.cache
def _fonts() -> FontFamily:
    return choose_font_family()


@functools.cache
def _landscape() -> PrintProfile:
    profile = load_profile(STANDARD_PROFILE)
    width, height = profile.paper_mm
    return replace(profile, paper_mm=(height, width))


class _Setter:
    """Sets one table."""

    def __init__(self, profile: PrintProfile, cases: Cases, text: TableText) -> None:
        self._cases, self._text, self._profile = cases, text, profile
        self._size = _LIST_SIZE if text.form is None else _FORM_SIZE
        self._pitch = self._size * _LEADING
        self._sheets = Sheets(profile, cases, is_duplex=False)
        self._sheets.describe(text.title, "")
        frame = self._sheets.frame
        self._composer = Composer(cases, self._size)
        whole = sum(text.shares)
        self._widths = [frame.width * share / whole for share in text.shares]
        self._head = self._cells(text.head, Cut.BOLD)
        self._top = self._under_head = 0.0
        self._titled: _Cells = []

    def set(self) -> bytes:
        self._begin_page(with_title=True)
        foot, rows = self._foot(), self._text.rows
        below = sum(row.gap + row.extent for row in foot)
        for place, row in enumerate(rows):
            if len(row) == 1:
                self._title(row[0], rows[place + 1 : place + 2])
                continue
            cells = self._cells(row, Cut.REGULAR)
            if foot and place + 1 == len(rows) and self._extent(_height(cells)) + below > self._room():
                self._turn()  # nobody signs a page on which nothing else stands
            self._row(cells)
        self._place(foot)
        self._sheets.end_page()
        return self._sheets.finish()

    def _cells(self, row: tuple[str, ...], cut: Cut) -> _Cells:
        return [
            self._composer.lines((Run(" ".join(cell.split()), cut),), width - 2 * _PAD)
            for cell, width in zip(row, self._widths, strict=True)
        ]

    def _begin_page(self, *, with_title: bool) -> None:
        self._sheets.begin_page()
        self._top = self._sheets.frame.top
        if with_title and self._text.form is not None:
            self._place(self._opening(self._text.form))
            self._top -= _GAP
        elif with_title:
            for text, size, cut in ((self._text.title, _TITLE, Cut.BOLD), (self._text.note, self._size, Cut.ITALIC)):
                for line in Composer(self._cases, size).lines((Run(text, cut),), self._sheets.frame.width):
                    self._sheets.write(line, size, self._sheets.frame.left, self._top - size * ABOVE_BASELINE)
                    self._top -= size * 1.25
            self._top -= _GAP
        self._rule(_RULE)
        self._draw(self._head, 0, _height(self._head))
        self._rule(_RULE)
        self._under_head = self._top

    def _opening(self, form: Form) -> list[Row]:
        """The head of a document: office and Party, kind of document, subject."""
        sizes, width = self._profile.sizes, self._sheets.frame.width
        headings = [Paragraph((bold(self._text.title.upper()),), Align.CENTRED, size=sizes.type_name)]
        headings += [Paragraph((bold(self._text.note),), Align.CENTRED, size=sizes.subject)] if self._text.note else []
        headings.append(Paragraph((Run("-----"),), Align.CENTRED, size=sizes.subject))
        rows = [row for one in headings for row in rows_of(one, self._profile, self._cases, width)]
        return [Letterhead(form.head, sizes, self._cases, width), *rows]

    def _foot(self) -> list[Row]:
        """Where it is signed, and who gets it."""
        form, sizes, width = self._text.form, self._profile.sizes, self._sheets.frame.width
        if form is None:
            return []
        rows: list[Row] = []
        if form.signers:
            rows.append(SignatureBlocks([(one, "") for one in form.signers], sizes, self._cases, width))
        if form.recipients:
            rows.append(Recipients(form.recipients, sizes, self._cases, width))
        return rows

    def _place(self, rows: list[Row]) -> None:
        """Set rows one under the other; where they do not fit together they begin a page of their own."""
        extent = sum(row.gap + row.extent for row in rows)
        if rows and extent > self._room():
            self._sheets.end_page()
            self._sheets.begin_page()
            self._top = self._sheets.frame.top
        for row in rows:
            self._top -= row.gap
            row.draw(self._sheets, self._top)
            self._top -= row.extent

    def _row(self, cells: _Cells) -> None:
        """A row goes to the next page where it does not fit; one that no page holds goes on there."""
        done, height = 0, _height(cells)
        whole = self._sheets.frame.height - self._extent(_height(self._head)) - _GAP
        if self._extent(height) <= whole and self._extent(height) > self._room():
            self._turn()
        while done < height:
            fits = max(1, int((self._room() - _PAD) / self._pitch))
            count = min(fits, height - done)
            self._draw(cells, done, count)
            done += count
            if done < height:
                self._turn()
        self._rule(_HAIRLINE)

    def _title(self, text: str, after: tuple[tuple[str, ...], ...]) -> None:
        """A title goes to the next page with the row that it stands above."""
        width = self._sheets.frame.width
        lines = self._composer.lines((Run(" ".join(text.split()), Cut.BOLD),), width - 2 * _PAD)
        follows = [self._cells(row, Cut.REGULAR) for row in after if len(row) > 1]
        needed = self._extent(len(lines)) + sum(map(self._extent, map(_height, follows)))
        self._titled = []
        if needed > self._room() and self._top < self._under_head:
            self._turn()
        title = [lines, *([] for _ in self._widths[1:])]
        self._row(title)
        self._titled = title if len(lines) <= _MOST_REPEATED else []

    def _room(self) -> float:
        return self._top - self._sheets.frame.bottom

    def _turn(self) -> None:
        self._sheets.end_page()
        self._begin_page(with_title=False)
        if self._titled:
            self._draw(self._titled, 0, _height(self._titled))
            self._rule(_HAIRLINE)

    def _draw(self, cells: _Cells, first: int, count: int) -> None:
        left = self._sheets.frame.left
        for lines, width in zip(cells, self._widths, strict=True):
            baseline = self._top - _PAD / 2 - self._size * ABOVE_BASELINE
            for line in lines[first : first + count]:
                self._sheets.write(line, self._size, left + _PAD, baseline)
                baseline -= self._pitch
            left += width
        self._rule_sides(count, 1 if self._is_title(cells) else len(self._widths))
        self._top -= self._extent(count)

    @staticmethod
    def _is_title(cells: _Cells) -> bool:
        return len(cells) > 1 and not any(cells[1:])

    def _rule_sides(self, count: int, columns: int) -> None:
        """Upright rules beside and between the columns of a document; a list does without."""
        if self._text.form is None:
            return
        extent, left = self._extent(count), self._sheets.frame.left
        widths = self._widths if columns > 1 else [sum(self._widths)]
        edges = [left, *(left := left + width for width in widths)]
        self._sheets.fill([(edge, self._top - extent, _HAIRLINE, extent) for edge in edges])

    def _extent(self, lines: int) -> float:
        return lines * self._pitch + _PAD

    def _rule(self, thickness: float) -> None:
        frame = self._sheets.frame
        self._sheets.rule(frame.left, self._top, frame.width, thickness)


def _height(cells: _Cells) -> int:
    return max(1, *map(len, cells))
