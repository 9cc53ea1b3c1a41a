"""Rows that are fetched a page at a time while somebody scrolls, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Signal

from chibo_desktop.domain.outcomes import Cancelled, Fault, Refusal
from chibo_desktop.ui.components.rows_model import Column, Row, RowsModel
from chibo_desktop.ui.jobs import Jobs

PAGE = 100
"""Rows that are fetched at once."""

Wanted = TypeVar("Wanted")
_Index = QModelIndex | QPersistentModelIndex


class RowsPage(Protocol):
    """What one look brought: what was wanted, some rows, and how many there are in all."""

    @property
    def wanted(self) -> object: ...

    @property
    def rows(self) -> Sequence[object]: ...

    @property
    def total(self) -> int: ...


Fetch = Callable[[Wanted, int, int], RowsPage]
"""Takes what is wanted, an offset and a limit; runs on the worker thread."""


class PagedRows(RowsModel[Row], Generic[Row, Wanted]):
    """The rows that were fetched so far; the view asks for more when it comes to their end."""

    arrived = Signal(object)  # the page
    failed = Signal(object)  # the failure

    def __init__(
        self,
        jobs: Jobs,
        fetch: Fetch[Wanted],
        columns: Sequence[Column[Row]],
        spoken: Callable[[Row], str],
        wanted: Wanted,
    ) -> None:
        super().__init__(columns, spoken)
        self._jobs, self._fetch = jobs, fetch
        self._wanted = wanted
        self._total = 0
        self._fetching = False

    @property
    def total(self) -> int:
        """How many rows there are, fetched or not."""
        return self._total

    @property
    def wanted(self) -> Wanted:
        """What is shown."""
        return self._wanted

    def look_for(self, wanted: Wanted) -> None:
        """Fetch anew: as many rows as are shown, so that the place in the list stays."""
        limit = max(PAGE, self.rowCount()) if wanted == self._wanted else PAGE
        self._wanted = wanted
        self._jobs.submit(partial(self._fetch, wanted, 0, limit), self._show_first, self._was_refused)

    def canFetchMore(self, parent: _Index = QModelIndex()) -> bool:  # noqa: B008 - Qt's own signature
        return not self._fetching and self.rowCount() < self._total

    def fetchMore(self, parent: _Index = QModelIndex()) -> None:  # noqa: B008 - Qt's own signature
        if self.canFetchMore():
            self._fetching = True
            act = partial(self._fetch, self._wanted, self.rowCount(), PAGE)
            self._jobs.submit(act, self._append, self._was_refused)

    def _show_first(self, page: RowsPage) -> None:
        if page.wanted != self._wanted:
            return  # something else is looked for by now
        self._fetching = False
        self._total = page.total
        if tuple(page.rows) != self.rows:
            self.set_rows(page.rows)  # type: ignore[arg-type] - the fetch of this model brings rows of its kind
        self.arrived.emit(page)

    def _append(self, page: RowsPage) -> None:
        self._fetching = False
        if page.wanted != self._wanted or not page.rows:
            return
        first = self.rowCount()
        self.beginInsertRows(QModelIndex(), first, first + len(page.rows) - 1)
        self._rows.extend(page.rows)  # type: ignore[arg-type] - as above
        self.endInsertRows()

    def _was_refused(self, failure: Refusal | Fault | Cancelled) -> None:
        self._fetching = False
        self.failed.emit(failure)
