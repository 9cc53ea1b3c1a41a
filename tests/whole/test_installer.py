"""The two commands that set everything up: scripts parse, locks are whole, a second start has nothing to do.

The scripts run here for real, on a small project of their own with empty locks and a PATH without apt-get, so that no
test installs anything on the machine.
"""

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
INSTALLER = ROOT / "installer"
LOCKS = tuple(INSTALLER / f"requirements{which}.lock" for which in ("", "-solver", "-test"))

needs_sh = pytest.mark.skipif(sys.platform == "win32", reason="POSIX shell scripts")


# ---- locks ----


@dataclass(frozen=True, slots=True)
class Pin:
    version: str
    marker: str
    hashes: tuple[str, ...]


def pins_of(lock: Path) -> dict[str, Pin]:
    """The pins of a lock by canonical name; a line that is no pin is an error."""
    pins: dict[str, Pin] = {}
    text = re.sub(r"^\s*#.*\n", "", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for line in text.replace("\\\n", " ").splitlines():
        match = re.fullmatch(r"([a-z0-9-]+)==(\S+)(?: ; (.+?))?((?:\s+--hash=sha256:[0-9a-f]{64})*)\s*", line)
        assert match, f"not a pin: {line!r}"
        name, version, marker, hashes = match.groups()
        pins[name] = Pin(version, marker or "", tuple(hashes.split()))
    return pins


def wanted(lock: Path) -> list[str]:
    """What pyproject.toml asks a lock for: each has more than the one before."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    to_run, to_solve = project["project"]["dependencies"], project["project"]["optional-dependencies"]["solver"]
    parts = (to_run, to_solve, project["dependency-groups"]["test"])
    return [text for part in parts[: LOCKS.index(lock) + 1] for text in part]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_has_a_hash_and_no_lock_names_an_address(lock: Path) -> None:
    pins = pins_of(lock)
    assert pins
    assert [name for name, pin in pins.items() if not pin.hashes] == []
    assert "http" not in lock.read_text(encoding="utf-8")
    assert "://" not in lock.read_text(encoding="utf-8")


def test_each_lock_agrees_with_the_one_before() -> None:
    to_run, to_solve, to_test = map(pins_of, LOCKS)
    assert {name: to_solve.get(name) for name in to_run} == to_run
    assert {name: to_test.get(name) for name in to_solve} == to_solve
    assert "highspy" not in to_run
    assert "highspy" in to_solve


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_locks_fulfil_what_the_project_asks_for(lock: Path) -> None:
    pins = pins_of(lock)
    for text in wanted(lock):
        requirement = Requirement(text)
        pin = pins[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(pin.version), f"{requirement} is pinned at {pin.version}"
        assert pin.marker == "", f"{requirement} is pinned for some systems only"


def test_these_tests_run_on_the_pinned_versions() -> None:
    pins = pins_of(LOCKS[2])
    here = {name: Version(pin.version) for name, pin in pins.items() if not pin.marker or Marker(pin.marker).evaluate()}
    assert {name: Version(importlib.metadata.version(name)) for name in here} == here


# ---- scripts ----


def shells() -> list[str]:
    return [name for name in ("sh", "dash", "bash") if shutil.which(name)]


@needs_sh
@pytest.mark.parametrize("script", sorted(INSTALLER.glob("*.sh")), ids=lambda script: script.name)
def test_scripts_parse_in_every_shell_at_hand(script: Path) -> None:
    for shell in shells():
        subprocess.run([shell, "-n", script], check=True)


@pytest.mark.parametrize("script", sorted(INSTALLER.glob("*.ps1")), ids=lambda script: script.name)
def test_windows_scripts_are_ascii_which_old_powershell_reads_everywhere(script: Path) -> None:
    assert script.read_bytes().isascii()


PROGRAM = """\
import json, sys
from pathlib import Path
here = str(Path.cwd())
print(json.dumps({"words": sys.argv[1:], "cwd": here, "isolated": not {"", here} & set(sys.path)}))
"""
TOOLS = "cat cut dirname env flock grep id ls mktemp python3 readlink rm sed sh sha256sum tr"


@dataclass(frozen=True, slots=True)
class Project:
    """The real scripts, empty locks and a program that prints its words, in a folder with a hard name."""

    root: Path
    home: Path
    tools: Path

    def run(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        env = {"PATH": str(self.tools), "HOME": str(self.home), "LANG": "C.UTF-8"} | settings
        command = ["sh", str(self.root / "installer" / "run.sh"), *words]
        return subprocess.run(
            command, cwd=self.home, env=env, text=True, capture_output=True, check=False, stdin=subprocess.DEVNULL
        )

    def is_stamped(self, half: str, kind: str) -> bool:
        question = f'root=$1; . "$root/installer/setup.sh"; kind={kind}; key=$(stamp_key); is_stamped {half}'
        asked = subprocess.run(["sh", "-euc", question, "sh", self.root], env={"PATH": str(self.tools)}, check=False)
        return asked.returncode == 0


def lay_out(place: Path) -> Project:
    project = Project(place / "Chi bộ số 1", place / "nhà", place / "tools")
    (project.root / "chibo_desktop").mkdir(parents=True)
    (project.root / "chibo_desktop" / "__main__.py").write_text(PROGRAM, encoding="utf-8")
    (project.root / "installer").mkdir()
    for script in INSTALLER.glob("*.sh"):
        shutil.copy(script, project.root / "installer")
    for lock in LOCKS:
        (project.root / "installer" / lock.name).write_text("# nothing\n", encoding="utf-8")
    project.home.mkdir()
    project.tools.mkdir()
    for tool in TOOLS.split():
        found = sys.executable if tool == "python3" else shutil.which(tool)
        if found:
            (project.tools / tool).symlink_to(found)
    return project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project that was set up once."""
    project = lay_out(tmp_path_factory.mktemp("installer"))
    first = project.run("status", "--json")
    assert first.returncode == 0, first.stderr
    assert "Making .venv" in first.stderr
    assert json.loads(first.stdout)["words"] == ["status", "--json"], "messages belong on standard error"
    return project


@needs_sh
def test_a_second_start_does_nothing_and_says_nothing(project: Project) -> None:
    made = (project.root / ".venv" / "pyvenv.cfg").stat().st_mtime_ns
    second = project.run("visit", "list", "two words", "Đon Bây")
    assert (second.returncode, second.stderr) == (0, "")
    assert (project.root / ".venv" / "pyvenv.cfg").stat().st_mtime_ns == made
    said = json.loads(second.stdout)
    assert said["words"] == ["visit", "list", "two words", "Đon Bây"]
    assert said["cwd"] == str(project.home), "file names among the words are the user's own"
    assert said["isolated"], "a module beside the user's files must not be imported"


@needs_sh
def test_without_a_display_the_demo_runs_in_a_fresh_folder(project: Project) -> None:
    ran = project.run()
    assert "no display" in ran.stderr
    verb, folder = json.loads(ran.stdout)["words"]
    assert verb == "demo"
    assert Path(folder).parent == project.home
    assert list(Path(folder).iterdir()) == []
    assert json.loads(project.run(DISPLAY=":0").stdout)["words"] == [], "with a display the window opens"


@needs_sh
def test_an_environment_that_was_left_half_made_is_made_anew(project: Project) -> None:
    lock = project.root / "installer" / "requirements.lock"
    before = lock.read_text(encoding="utf-8")
    lock.write_text(f"nowhere-to-be-found==1 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    failed = project.run("status", PIP_NO_INDEX="1")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "Stopped" in failed.stderr
    lock.write_text(before, encoding="utf-8")
    again = project.run("status")
    assert again.returncode == 0, again.stderr
    assert "Making .venv" in again.stderr
    assert project.run("status").stderr == ""


@needs_sh
def test_an_environment_whose_python_was_upgraded_away_is_made_anew(project: Project) -> None:
    python = project.root / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python")
    again = project.run("status")
    assert again.returncode == 0, again.stderr
    assert "Making .venv" in again.stderr


@needs_sh
def test_a_stamp_falls_with_its_lock_and_the_environment_stays(project: Project) -> None:
    lock = project.root / "installer" / "requirements.lock"
    lock.write_text("# something else\n", encoding="utf-8")
    assert not project.is_stamped("python", "run")
    renewed = project.run("status")
    assert "Making .venv" not in renewed.stderr
    assert "Installing" in renewed.stderr
    assert project.is_stamped("python", "run")
    assert not project.is_stamped("python", "test"), "the tests need more than the program"


@needs_sh
def test_who_asked_for_the_solver_once_keeps_it(tmp_path: Path) -> None:
    project = lay_out(tmp_path)
    assert "requirements.lock" in project.run("status").stderr
    asked = project.run("status", CHIBO_SOLVER="1")
    assert "requirements-solver.lock" in asked.stderr
    assert project.run("status").stderr == ""
    (project.root / "installer" / "requirements.lock").write_text("# something else\n", encoding="utf-8")
    assert "requirements-solver.lock" in project.run("status").stderr


@needs_sh
def test_a_moved_project_is_still_set_up(project: Project, tmp_path: Path) -> None:
    moved = Project(tmp_path / "khác", project.home, project.tools)
    shutil.copytree(project.root, moved.root, symlinks=True)
    assert moved.run("status").stderr == ""


@needs_sh
def test_without_python_it_stops_and_says_what_is_needed(tmp_path: Path) -> None:
    project = lay_out(tmp_path)
    (project.tools / "python3").unlink()
    ran = project.run("status")
    assert ran.returncode == 1
    assert "Python 3.11 or later" in ran.stderr
    assert ran.stdout == ""
    assert not (project.root / ".venv").exists()


@needs_sh
def test_the_check_script_starts_the_tests() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", script], check=True)
    assert "sh installer/test.sh" in script.read_text(encoding="utf-8")
