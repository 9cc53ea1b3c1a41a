"""The demonstration plays the whole job, and refuses a folder that holds something."""

import secrets
from pathlib import Path

import pytest

from chibo_desktop.domain.outcomes import Fault, Refusal
from chibo_desktop.services import demo
from chibo_desktop.services.demo import Stage
from chibo_desktop.storage.slots import Making
from tests.building.exchange_town import LEAST, Clock


def stage(folder: Path) -> Stage:
    return Stage(folder, "demo", Clock(), Making(secrets.token_bytes, LEAST))


def test_two_visits_are_merged_and_acknowledged(tmp_path: Path) -> None:
    story = demo.play(stage(tmp_path / "new" / "demo"))
    assert (story.merged, story.acknowledged) == (2, 2)
    assert (len(story.packets), len(story.minutes), len(story.visits), len(story.laptops)) == (4, 2, 2, 2)
    assert all(path.exists() for path in (*story.packets, *story.minutes, *story.visits, *story.laptops, story.office))


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x")
    with pytest.raises(Refusal, match="FOLDER_TAKEN"):
        demo.play(stage(tmp_path))
    with pytest.raises(Fault, match="PATH_UNUSABLE"):
        demo.play(stage(tmp_path / "mine"))
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
