"""The rules of the house that no linter knows: small files, small functions, names that say something."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = sorted((ROOT / "chibo_desktop").rglob("*.py"))
LONGEST_FILE = 500
LONGEST_FUNCTION = 50
BANNED = {"utils", "helpers", "manager", "common", "base", "misc"}


def _functions(path: Path) -> Iterator[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_file_can_be_read_in_one_sitting() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE}
    assert not {str(path): length for path, length in lengths.items() if length > LONGEST_FILE}


def test_every_function_fits_on_a_screen() -> None:
    lengths = {
        f"{path.name}: {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in PACKAGE
        for function in _functions(path)
    }
    assert not {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION}


def test_no_module_is_called_after_nothing_in_particular() -> None:
    assert not [path for path in PACKAGE if path.stem in BANNED]


def test_every_public_thing_below_the_windows_says_what_it_is_for() -> None:
    rooms = ("domain", "merging", "packets", "services", "storage", "documents")
    silent: list[str] = []
    for path in PACKAGE:
        room = path.relative_to(ROOT / "chibo_desktop").parts[0]
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if not ast.get_docstring(tree):
            silent.append(str(path))
        if room not in rooms or "steps" in path.parts:
            continue
        silent += [
            f"{path.name}: {node.name}"
            for node in tree.body
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node)
            if not any("Enum" in ast.unparse(parent) for parent in node.bases)
        ]
    assert not silent


def test_the_project_knows_no_machine_and_no_registry() -> None:
    path = re.compile(r"(?<![\w.])/(?:wor" r"k|tm" r"p|roo" r"t)/[a-z]|pypi\.or" r"g|files\.pythonhosted")
    found = [
        f"{file.relative_to(ROOT)}: {match[0]}"
        for folder in ("chibo_desktop", "resources", "installer", "tests")
        for file in sorted((ROOT / folder).rglob("*"))
        if file.is_file() and file.suffix in {".py", ".md", ".sh", ".ps1", ".json", ".lock", ".toml"}
        for match in path.finditer(file.read_text(encoding="utf-8"))
    ]
    assert not found
