"""The exchange form: what is read comes out as it was meant, and whatever is wrong is named with its place."""

import json
import secrets
import unicodedata
from typing import Any

import pytest

from chibo_desktop.domain.ids import is_id, is_item_id
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.visits import Visit
from chibo_desktop.services import exchange
from chibo_desktop.ui.failures import failure_sentence
from tests.building.full_visit import everything

LEAST: dict[str, Any] = {"cell": {"name": "Chi bộ thôn Phiêng An"}, "session": {"date": "2026-11-03"}}


def read(data: bytes | str | dict[str, Any]) -> list[Visit]:
    given = json.dumps(data) if isinstance(data, dict) else data
    return list(exchange.read_visits(given.encode() if isinstance(given, str) else given, secrets.token_bytes))


def with_(**changes: Any) -> dict[str, Any]:
    return json.loads(json.dumps(LEAST)) | changes


def refusal(data: bytes | str | dict[str, Any]) -> Refusal:
    with pytest.raises(Refusal) as refused:
        read(data)
    assert "…" not in failure_sentence(refused.value.code, refused.value.data)
    return refused.value


def test_a_full_visit_comes_back_as_it_was_written() -> None:
    assert read(exchange.write_visit(everything())) == [everything()]


def test_one_object_a_list_and_lines_are_read_alike() -> None:
    plain = [with_(template=f"minutes-{number}") for number in range(3)]
    lines = "\n".join(json.dumps(one) for one in plain)
    as_list = [visit.template for visit in read(json.dumps(plain))]
    assert as_list == [visit.template for visit in read(lines)]
    assert as_list == [visit.template for visit in read("\ufeff" + lines + "\r\n\n")]
    assert len(read(json.dumps(LEAST, indent=4))) == 1


def test_missing_ids_are_made() -> None:
    (visit,) = read(with_(opinions=[{"text": "một"}, {"text": "hai"}], agenda=[{"remarks": [{"content": "ba"}]}]))
    assert is_id(visit.id)
    rows = [*visit.opinions, *visit.agenda, *visit.agenda[0].remarks]
    assert all(is_item_id(row.id) for row in rows)
    assert len({row.id for row in rows}) == 4


def test_decomposed_text_comes_out_composed() -> None:
    name = "Chi bộ thôn Phiêng Ản"
    (visit,) = read(with_(cell={"name": unicodedata.normalize("NFD", name)}))
    assert visit.cell.name == name


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"\xff{}", "EXCHANGE_NOT_TEXT", {"place": 0}),
        ("", "EXCHANGE_NOT_JSON", {"line": 1, "column": 1}),
        (" \n\n", "EXCHANGE_NOT_JSON", {"line": 1}),
        ("khong", "EXCHANGE_NOT_JSON", {"line": 1, "column": 1}),
        ('{\n  "cell": {"name": "A"}\n  "session": {}\n}', "EXCHANGE_NOT_JSON", {"line": 3, "column": 3}),
        (json.dumps(LEAST) + '\n{"cell":', "EXCHANGE_NOT_JSON", {"line": 2}),
        ("[" * 100_000, "EXCHANGE_NOT_JSON", {"line": 1}),
        ('{"number": ' + "9" * 5000 + "}", "EXCHANGE_NOT_JSON", {"line": 1}),
        ('{"cell": 1, "cell": 2}', "EXCHANGE_FIELD_DOUBLED", {"path": "cell"}),
        ("7", "EXCHANGE_FIELD_WRONG", {"item": 1, "path": "$"}),
        ("[{}]", "EXCHANGE_FIELD_MISSING", {"item": 1, "path": "cell.name"}),
        ({"cell": {"name": "A"}}, "EXCHANGE_FIELD_MISSING", {"path": "session.date"}),
        ({"cell": 5, "session": {"date": "2026-11-03"}}, "EXCHANGE_FIELD_MISSING", {"path": "cell.name"}),
        (with_(cell={"name": "A", "superiors": [{}]}), "EXCHANGE_FIELD_MISSING", {"path": "cell.superiors[0].name"}),
        (with_(namme="A"), "EXCHANGE_FIELD_UNKNOWN", {"item": 1, "path": "namme"}),
        (with_(opinions=[{"txet": "A"}]), "EXCHANGE_FIELD_UNKNOWN", {"path": "opinions[0].txet"}),
        (
            with_(cell={"name": "A", "superiors": [{"name": "B", "x": 1}]}),
            "EXCHANGE_FIELD_UNKNOWN",
            {"path": "cell.superiors[0].x"},
        ),
        (with_(opinions="một"), "EXCHANGE_FIELD_WRONG", {"path": "opinions"}),
        (with_(chair={"name": 7}), "EXCHANGE_FIELD_WRONG", {"path": "chair.name"}),
        (with_(session={"date": "2026-02-30"}), "EXCHANGE_FIELD_WRONG", {"path": "session.date"}),
        (with_(session={"date": "2026-11-03", "kind": "party"}), "EXCHANGE_FIELD_WRONG", {"path": "session.kind"}),
        (with_(closing={"conclusion": "a" * 5_000_000}), "EXCHANGE_TEXT_TOO_LONG", {"path": "closing.conclusion"}),
        (
            with_(cell={"name": "A", "superiors": [{"name": "a" * 5_000_000}]}),
            "EXCHANGE_TEXT_TOO_LONG",
            {"path": "cell.superiors[0].name"},
        ),
        (with_(session={"date": "2026-11-03", "start": "7h30"}), "EXCHANGE_TIME_WRONG", {"path": "session.start"}),
        (with_(session={"date": "2026-11-03", "end": "24:00"}), "EXCHANGE_TIME_WRONG", {"path": "session.end"}),
        (with_(session={"date": "2026-11-03", "month": "2026-13"}), "EXCHANGE_MONTH_WRONG", {"path": "session.month"}),
        (with_(session={"date": "1900-01-01"}), "EXCHANGE_DATE_WRONG", {"path": "session.date", "value": "1900-01-01"}),
        (with_(votes=[{"agree": -1}]), "EXCHANGE_NUMBER_WRONG", {"path": "votes[0].agree", "value": -1}),
        (with_(document={"number": 10**18}), "EXCHANGE_NUMBER_WRONG", {"path": "document.number"}),
        (with_(id="../../etc"), "EXCHANGE_ID_WRONG", {"path": "id"}),
        (with_(opinions=[{"id": "aaaaaaaa"}, {"id": "aaaaaaaa"}]), "EXCHANGE_ID_WRONG", {"path": "opinions[1].id"}),
    ],
)
def test_what_is_wrong_is_named_with_its_place(data: Any, code: str, place: dict[str, Any]) -> None:
    refused = refusal(data)
    assert refused.code == code
    assert place.items() <= refused.data.items()


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1.5", "1e400", "true", '"7"'])
def test_only_whole_numbers_are_numbers(number: str) -> None:
    refused = refusal(json.dumps(with_(document={"number": "HERE"})).replace('"HERE"', number))
    assert refused.code in {"EXCHANGE_FIELD_WRONG", "EXCHANGE_NOT_JSON"}


def test_the_number_of_the_wrong_visit_is_told() -> None:
    lines = "\n".join(json.dumps(one) for one in (LEAST, LEAST, with_(chair=1)))
    assert refusal(lines).data["item"] == 3


def test_halves_of_letters_are_dropped() -> None:
    (visit,) = read(with_(chair={"name": "Mẫu \ud800"}))
    assert visit.chair.name == "Mẫu"
