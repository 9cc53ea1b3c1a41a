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
    "0001-office": "4ad6b1f775bdd25ef76e8766effaee902f77c17bb8d2a319eec46ec948f1b9a3",
    "0001-laptop-1": "bf831990de74fe5d35419808ddf1efa7cde6b71298e846c21a3e53cfc4c8a1bb",
    "0002-office": "29546aede3ab8245ac47c9af5ada5f1c53cf78821748e4f0fa6ebc8e456bfe8b",
    "0002-laptop-1": "aef002b3490b5692a5bbddc816ffad9a5917ae3d66036d330f4cc47f37f14e6c",
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
