"""The public form of a visit: the file is what the values say, and it means what the program reads."""

import json
import runpy
import warnings
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.schema import decision_schema, schema_text, visit_schema
from chibo_desktop.domain.schema_words import WORDS
from chibo_desktop.services.exchange import read_visit, write_visit
from tests.building.full_visit import everything
from tests.building.visits import don_bay, phieng_an

RESOURCES = Path(__file__).parents[2] / "resources"
LEAST: dict[str, Any] = {"cell": {"name": "Chi bộ thôn Khuổi Đu"}, "session": {"date": "2026-12-03"}}

VALIDATOR = jsonschema.Draft202012Validator(
    visit_schema(), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)


def is_read(plain: dict[str, Any]) -> bool:
    """Whether the program takes this visit; it gets a copy of its own."""
    try:
        read_visit(json.loads(json.dumps(plain)), bytes)
    except Refusal:
        return False
    return True


def test_the_file_is_what_the_values_say(capsys: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # the module is run a second time, as the command does
        runpy.run_module("chibo_desktop.domain.schema", run_name="__main__")
    assert capsys.readouterr().out == schema_text(visit_schema())
    assert (RESOURCES / "schemas" / "visit.schema.json").read_text(encoding="utf-8") == schema_text(visit_schema())


def test_the_file_of_a_decision_is_what_the_values_say() -> None:
    told = (RESOURCES / "schemas" / "decision.schema.json").read_text(encoding="utf-8")
    assert told == schema_text(decision_schema())
    jsonschema.Draft202012Validator.check_schema(decision_schema())
    assert all(one["additionalProperties"] is False for one in _objects(decision_schema()))


def test_is_a_schema_of_the_draft_that_it_names() -> None:
    jsonschema.Draft202012Validator.check_schema(visit_schema())


def test_every_word_is_used_and_every_field_described() -> None:
    text = schema_text(visit_schema()) + schema_text(decision_schema())
    assert all(json.dumps(words, ensure_ascii=False) in text for words in WORDS.values())
    objects = (*_objects(visit_schema()), *_objects(decision_schema()))
    fields = [schema for found in objects for schema in found["properties"].values()]
    assert all(schema["description"] for schema in fields)


def _objects(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in (schema, *schema["$defs"].values()) if one["type"] == "object"]


def test_no_object_takes_what_it_does_not_know() -> None:
    assert all(one["additionalProperties"] is False for one in _objects(visit_schema()))


@pytest.mark.parametrize("visit", [phieng_an(), don_bay(), everything()], ids=["phieng_an", "don_bay", "everything"])
def test_what_the_program_writes_is_valid(visit: Any) -> None:
    VALIDATOR.validate(json.loads(write_visit(visit)))


@pytest.mark.parametrize("name", ["phieng-an.json", "don-bay.json"])
def test_the_samples_are_valid(name: str) -> None:
    VALIDATOR.validate(json.loads((RESOURCES / "sample" / name).read_text(encoding="utf-8")))


def test_a_name_and_a_date_are_enough() -> None:
    VALIDATOR.validate(LEAST)
    assert is_read(LEAST)


WRONG: list[dict[str, Any]] = [
    {},
    {"cell": {"name": "Chi bộ"}},
    {"cell": {"name": "Chi bộ"}, "session": {}},
    {"cell": {}, "session": {"date": "2026-12-03"}},
    LEAST | {"cell": {"name": ""}},
    LEAST | {"cell": {"id": None}},
    LEAST | {"cell": {"id": "c" * 26, "name": ""}},
    LEAST | {"id": "short"},
    LEAST | {"unknown": 1},
    LEAST | {"session": {"date": "2026-02-30"}},
    LEAST | {"session": {"date": "1900-01-01"}},
    LEAST | {"session": {"date": "3/12/2026"}},
    LEAST | {"session": {"date": None}},
    LEAST | {"session": {"date": "2026-12-03", "start": "7:30"}},
    LEAST | {"session": {"date": "2026-12-03", "end": "24:00"}},
    LEAST | {"session": {"date": "2026-12-03", "month": "2026-13"}},
    LEAST | {"session": {"date": "2026-12-03", "kind": "party"}},
    LEAST | {"session": {"date": "2026-12-03", "place": "x" * 200_001}},
    LEAST | {"attendance": {"counts": {"present": -1}}},
    LEAST | {"attendance": {"counts": {"present": 1.5}}},
    LEAST | {"attendance": {"counts": {"present": "9"}}},
    LEAST | {"attendance": {"counts": {"present": 100_000_001}}},
    LEAST | {"attendance": {"roster": {"name": "x"}}},
    LEAST | {"attendance": {"roster": [{"id": "SHORT"}]}},
    LEAST | {"agenda": [{"remarks": [{"voice": "x"}]}]},
    LEAST | {"cell": {"name": "Chi bộ", "superiors": [{"level": "commune"}]}},
    LEAST | {"closing": {"adopted": "yes"}},
    LEAST | {"nothing_in": ["weather"]},
    LEAST | {"chair": None},
]


@pytest.mark.parametrize("plain", WRONG, ids=lambda plain: json.dumps(plain, ensure_ascii=False)[-60:])
def test_what_is_wrong_here_is_refused_there(plain: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(plain)
    assert not is_read(plain)


RIGHT: list[dict[str, Any]] = [
    LEAST | {"cell": {"id": "c" * 26}},
    LEAST | {"session": {"date": "1930-02-03", "start": None, "month": "2026-11", "fee": None}},
    LEAST | {"attendance": {"counts": {"present": 0, "total": None}, "roster": [{}, {"name": "x", "id": "abcd2345"}]}},
    LEAST | {"cell": {"name": "Chi bộ", "id": None, "type": None, "areas": ["remote", "border"]}},
    LEAST | {"nothing_in": ["votes"], "opinions": [{"text": "x"}], "score": {"lines": [{"points": 5}]}},
]


@pytest.mark.parametrize("plain", RIGHT, ids=lambda plain: json.dumps(plain, ensure_ascii=False)[-60:])
def test_what_is_right_here_is_read_there(plain: dict[str, Any]) -> None:
    VALIDATOR.validate(plain)
    assert is_read(plain)


def test_defaults_are_those_of_the_values() -> None:
    plain = json.loads(msgspec.json.encode(everything()))
    attendee = visit_schema()["$defs"]["Attendee"]["properties"]
    assert attendee["state"]["default"] == "present"
    assert attendee["struck"]["default"] is False
    assert "default" not in attendee["name"]
    assert set(plain) == set(visit_schema()["properties"])
