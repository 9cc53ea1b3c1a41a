"""Every home that an earlier program left behind opens, takes the later steps, and still says the same."""

import secrets
import shutil
from pathlib import Path

import pytest

from chibo_desktop.domain.visits import VisitState
from chibo_desktop.services import doctor, founding, status
from chibo_desktop.services.places import Places
from chibo_desktop.storage import book, schema
from tests.building.homes import now

OLD = Path(__file__).parents[1] / "old_files"
DIGESTS = {
    "0001-office": "87ac2508115d1db7256c17cb6552942cdc738c414e834e454f9626f9f00e7f22",
    "0001-laptop-1": "cb2d003ed91bbc39ef9a4a8922904400120a5899933c91b86970a48e4fe5c33a",
}


def test_every_old_home_is_named_here() -> None:
    assert {path.name for path in OLD.iterdir() if path.is_dir()} == set(DIGESTS)


@pytest.mark.parametrize("name", DIGESTS)
def test_an_old_home_opens_and_says_the_same(name: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(OLD / name, home)
    desk = founding.open_desk(Places(home), "demo", now, secrets.token_bytes)
    assert book.versions(desk.book).step == schema.steps()[-1]
    assert doctor.examine(desk).is_sound
    assert status.status(desk).visits[VisitState.MERGED] == (2 if name.endswith("office") else 1)
    assert status.digest(desk) == DIGESTS[name]
    assert list(home.glob("book.db.before-*")), "a copy was laid beside it before the first change"
    founding.close_desk(desk)
