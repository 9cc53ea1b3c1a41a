"""Real homes, founded once for all tests of this folder and copied for each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.building.enrolled import Enrolled, enrolled_in, found_template


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return found_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def town(template: Path, tmp_path: Path) -> Iterator[Enrolled]:
    """An office and two laptops that it vouches for."""
    yield from enrolled_in(template, tmp_path)
