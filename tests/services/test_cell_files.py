"""The file of a cell holds what was attended of all that it took the place of."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.reorganisation import Attribute, Operation, Reorganisation, Setting, Succession
from chibo_desktop.services import cell_files, organisations, publishing, visits
from tests.building.enrolled import Enrolled, enrolled_in, found_template
from tests.building.exchange_town import a_visit
from tests.building.planned_group import DECEMBER, DON_BAY, PHIENG_AN, cell, decide_group, deliver, planned_visit


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Iterator[Enrolled]:
    yield from enrolled_in(found_template(tmp_path_factory.mktemp("template")), tmp_path)


def test_a_merged_cell_is_found_in_what_took_its_place(town: Enrolled) -> None:
    decide_group(town)
    planned_visit(town)
    old, new = cell(town.clerk, PHIENG_AN), cell(town.clerk, DON_BAY)
    assert old.id is not None
    assert new.id is not None
    named = ((old, PHIENG_AN), (new, DON_BAY), (CellSnapshot(PHIENG_AN), PHIENG_AN))
    for month, (at, name) in enumerate(named, start=6):
        content = a_visit(name, date=dt.date(2026, month, 3))
        visits.record(town.first, [dataclasses.replace(content, cell=at)], finalise_them=True)
    day = dt.date(2026, 11, 1)
    organisations.say(
        town.clerk,
        Reorganisation(
            Operation.MERGED,
            day,
            settings=(Setting(old.id, (Attribute.STANDS,), day, stands=False),),
            successions=(Succession(old.id, new.id, day),),
        ),
    )
    publishing.publish(town.clerk, [DECEMBER])
    deliver(town)
    listed = [one.id for one in cell_files.cells(town.first, "phieng an")]
    assert old.id not in listed
    file = cell_files.file_of(town.first, old)
    assert (file.cell.id, file.is_listed) == (new.id, True)
    assert sorted(row.cell for row in file.visits) == sorted((PHIENG_AN, DON_BAY))
    (alone,) = cell_files.file_of(town.first, CellSnapshot(PHIENG_AN)).visits
    assert alone.cell_id is None
