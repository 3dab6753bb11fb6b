"""The schemas are what the models say, explain themselves, and fit every file that is shipped."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.laws.strategies import cases

import privpolicy as pp
from privpolicy.model.duration import read_duration
from privpolicy.model.moment import read_moment
from privpolicy.model.policy_model import PolicyModel
from privpolicy.model.request import RequestModel
from privpolicy.output.json_v1 import decision_json
from privpolicy.schemas import SCHEMAS, decision_schema, policy_schema, policytest_schema, rendered, request_schema
from privpolicy.schemas.__main__ import main
from privpolicy.schemas.generate import walk
from privpolicy.schemas.scalars import SHARED
from privpolicy.schemas.wording import ENUM_WORDS, EXAMPLES
from privpolicy.source.written import WrittenFloat, WrittenInt
from privpolicy.syntax.parse import parse
from privpolicy.syntax.plain import plain

ROOT = Path(__file__).resolve().parents[2]
POLICY = Draft202012Validator(policy_schema())
REQUEST = Draft202012Validator(request_schema())
DECISION = Draft202012Validator(decision_schema())
MAPPINGS = {ROOT / "examples" / "table" / "columns.yaml", ROOT / "examples" / "warehouse" / "customers.yaml"}
"""What the columns of a table mean: no part of a policy."""
COMMENT = "# yaml-language-server: $schema="

ACTIVITY: dict[str, Any] = {"purposes": ["a"], "legal-basis": "contract", "data-subjects": ["b"], "data": ["c"]}


def read_yaml(path: Path) -> Any:
    root = parse(path.read_bytes(), str(path)).root
    assert root is not None, f"{path} cannot be read"
    return plain(root)


def is_other_test(path: Path) -> bool:
    return "tests" in path.parts and not path.name.endswith(".policytest.yaml")


def shipped() -> Iterator[Path]:
    for folder in ("policies", "examples"):
        for path in sorted((ROOT / folder).rglob("*.y*ml")):
            is_other = ".github" in path.parts or path in MAPPINGS
            if not is_other and not is_other_test(path.relative_to(ROOT)):
                yield path


@pytest.mark.parametrize("name", SCHEMAS)
def test_committed_schema_is_the_generated_one(name: str) -> None:
    written = (ROOT / "schemas" / name).read_text(encoding="utf-8")
    assert written == rendered(SCHEMAS[name]()), "run `make schemas`"


def test_nothing_else_is_committed() -> None:
    assert {path.name for path in (ROOT / "schemas").glob("*.json")} == set(SCHEMAS)


@pytest.mark.parametrize("name", SCHEMAS)
def test_is_a_schema_of_its_dialect(name: str) -> None:
    schema = SCHEMAS[name]()
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:privpolicy:schema:{name.partition('.')[0]}:1"


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_reference_leads_somewhere_and_every_definition_is_used(name: str) -> None:
    schema = SCHEMAS[name]()
    references = {body["$ref"] for _, body in walk(schema) if "$ref" in body}
    assert references == {f"#/$defs/{key}" for key in schema["$defs"]}


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_is_titled_and_described(name: str) -> None:
    for path, body in walk(SCHEMAS[name]()):
        if path[-1:] == ("properties",) and path[-2:-1] not in {("if",), ("then",), ("else",)}:
            for key, schema in body.items():
                assert schema is False or {"title", "description"} <= schema.keys(), (*path, key)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_definition_is_titled_and_described(name: str) -> None:
    for key, body in SCHEMAS[name]()["$defs"].items():
        assert {"title", "description"} <= body.keys(), key


@pytest.mark.parametrize("name", SCHEMAS)
def test_words_are_for_people(name: str) -> None:
    for path, body in walk(SCHEMAS[name]()):
        if path[-1:] in {("$defs",), ("properties",)}:
            continue
        assert "_" not in body.get("title", ""), path
        assert "``" not in body.get("markdownDescription", ""), path
        assert "`" not in body.get("description", ""), path
        if "description" in body:
            assert body["description"][0].isupper(), path
            assert body["description"].endswith("."), path
        if "enumDescriptions" in body:
            assert len(body["enumDescriptions"]) == len(body["enum"]), path


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_choice_is_explained(name: str) -> None:
    for path, body in walk(SCHEMAS[name]()):
        if any(isinstance(value, str) for value in body.get("enum", ())) and path[-1] != "not":
            assert "enumDescriptions" in body, path


def test_each_choice_has_one_meaning() -> None:
    for values, words in ENUM_WORDS.items():
        assert set(values) <= set(words)


@pytest.mark.parametrize("name", SCHEMAS)
def test_examples_and_defaults_fit(name: str) -> None:
    schema = SCHEMAS[name]()
    for path, body in walk(schema):
        if path[-1:] in {("$defs",), ("properties",)}:
            continue
        validator = Draft202012Validator({**body, "$defs": schema["$defs"]})
        for example in [*body.get("examples", ()), *([body["default"]] if "default" in body else ())]:
            assert validator.is_valid(example), (path, example)


def test_every_example_is_shown() -> None:
    shown: set[str] = set()
    for schema in (policy_schema(), request_schema(), decision_schema(), policytest_schema()):
        root = schema["$id"].split(":")[3]
        for key, body in [(root, schema), *schema["$defs"].items()]:
            fields = body.get("properties", {})
            shown |= {f"{key}.{field}" for field in fields} | set(fields)
    assert set(EXAMPLES) <= shown


@pytest.mark.parametrize("path", list(shipped()), ids=lambda path: str(path.relative_to(ROOT)))
def test_shipped_file_names_its_schema_and_fits_it(path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    assert first.startswith(COMMENT), f"{path}: the first line names no schema"
    schema = (path.parent / first.removeprefix(COMMENT).strip()).resolve()
    assert schema.parent == ROOT / "schemas", f"{path}: {schema} is no schema of this project"
    assert first == COMMENT + Path(os.path.relpath(schema, path.parent)).as_posix()
    validator = Draft202012Validator(SCHEMAS[schema.name]())
    assert [error.message for error in validator.iter_errors(read_yaml(path))] == []


def activity(**more: Any) -> dict[str, Any]:
    return {"activities": {"x": ACTIVITY | {key.replace("_", "-"): value for key, value in more.items()}}}


def unless(*items: Any) -> dict[str, Any]:
    return {"prohibitions": {"x": {"unless": list(items)}}}


def phase(**more: Any) -> dict[str, Any]:
    return {"retention": {"x": {"phases": [more], "then": "erase"}}}


SOUND = [
    {},
    {"policy": {"language": 1, "id": "a"}},
    {"policy": {"language": 1, "id": "a", "version": 2019, "law": []}},
    {"purposes": {"a": None, "a.b-c": {}, "1.5": {"broader": ["a"]}}},
    {"purposes": None},
    {"events": {"contract-end": None}, "safeguards": {"tls": None}, "recipients": {"controller.support": None}},
    {"purposes": {"a": {"title": {"fr": "Titre", "en": "Title"}, "source": ["a", "b"], "dpv": "dpv:Marketing"}}},
    {"facts": {"a": {"type": "enum", "values": ["x", 1]}, "b": {"type": "date"}}},
    activity(retention="account"),
    activity(retention="P1Y6MT36H"),
    activity(retention={"phases": [{"phase": "active"}], "then": "erase"}),
    activity(when={"contract": "active", "age": {"at-least": 16}, "any": [{"x": [1, 2]}], "not": {"y": True}}),
    activity(effective={"from": "2019-11-01", "until": "2020-01-01T12:00:00+01:00"}),
    activity(compelling_grounds="text"),
    activity(compelling_grounds={"text": "text", "when": {"shown": True}}),
    unless({"consent": True, "x": 1}, {"legal-basis": "contract"}, {"legal-basis": ["contract", "consent"]}),
    unless({"not": {"legal-basis": "contract"}}, {"any": [{"consent": True}]}),
    {"prohibitions": {"x": None}},
    phase(phase="restricted", until=["a", "b"], purposes=["c"], law="law", **{"for": "P10Y"}),
    {
        "recipients": {
            "a": {"role": "processor", "transfer-tools": [{"tool": "standard-clauses", "from": "2021-07-01"}]}
        }
    },
]

FAULTY = [
    ("unknown section", {"purpose": {}}),
    ("list of declarations", {"purposes": ["a"]}),
    ("bad id", {"purposes": {"Bad Id": {}}}),
    ("unknown key", activity(colour="red")),
    ("wrong basis", activity(legal_basis="contrat")),
    ("wrong operation", activity(operations=["read"])),
    ("one operation without a list", activity(operations="use")),
    ("empty list", activity(data=[])),
    ("missing keys", {"activities": {"x": {"title": "x"}}}),
    ("bare activity", {"activities": {"x": None}}),
    ("duration in words", activity(retention="13 months")),
    ("duration of nothing", activity(retention="P")),
    ("date in words", activity(effective={"from": "1 November 2019"})),
    ("month thirteen", activity(effective={"from": "2019-13-01"})),
    ("instant without zone", activity(effective={"from": "2019-11-01T10:00:00"})),
    ("key without value", activity(when=None)),
    ("consent in when", activity(when={"consent": True})),
    ("basis in when", activity(when={"any": [{"legal-basis": "contract"}]})),
    ("empty comparison", activity(when={"age": {}})),
    ("unknown comparison", activity(when={"age": {"more-than": 3}})),
    ("number as text", activity(when={"age": {"at-least": "16"}})),
    ("consent false in unless", unless({"consent": False})),
    ("consent under not", unless({"not": {"consent": True}})),
    ("consent deep under not", unless({"not": {"any": [{"all": [{"consent": True}]}]}})),
    ("consent under not under any", unless({"any": [{"not": {"consent": True}}]})),
    ("unless without list", {"prohibitions": {"x": {"unless": {"consent": True}}}}),
    ("enum without values", {"facts": {"a": {"type": "enum"}}}),
    ("values without enum", {"facts": {"a": {"type": "text", "values": ["a"]}}}),
    ("reserved fact", {"facts": {"any": {"type": "text"}}}),
    ("built-in recipient", {"recipients": {"public": None}}),
    ("built-in event", {"events": {"collected": None}}),
    ("the United Kingdom as UK", {"recipients": {"a": {"country": "UK"}}}),
    ("clauses without day", {"recipients": {"a": {"transfer-tools": [{"tool": "standard-clauses"}]}}}),
    ("purposes in active phase", phase(phase="active", purposes=["a"])),
    ("language 2", {"policy": {"language": 2, "id": "a"}}),
    ("unknown law pack", {"policy": {"language": 1, "id": "a", "law": ["us"]}}),
    ("bad term", {"purposes": {"a": {"dpv": "Marketing"}}}),
]


@pytest.mark.parametrize("policy", SOUND, ids=str)
def test_sound_policy_fits(policy: Any) -> None:
    assert [error.message for error in POLICY.iter_errors(policy)] == []


@pytest.mark.parametrize("policy", [policy for _, policy in FAULTY], ids=[name for name, _ in FAULTY])
def test_faulty_policy_does_not_fit(policy: Any) -> None:
    assert not POLICY.is_valid(policy)


REQUESTS: list[dict[str, Any]] = [
    {"purpose": "a", "data": "b"},
    {"purpose": "a", "data": ["b", "c"], "operation": "disclose", "recipient": "d", "origin": None, "at": "2019-11-15"},
    {
        "purpose": "a",
        "data": ["b"],
        "complete": True,
        "context": {
            "consents": [{"purpose": "a", "given": "2019-11-01", "withdrawn": None, "explicit": True, "by": "subject"}],
            "objections": [{"purpose": "a", "raised": "2019-11-02T10:00:00Z", "withdrawn": None}],
            "restricted": False,
            "legal-hold": None,
            "events": {"collected": "2019-01-02", "contract-end": None},
            "subject": {"age": 34, "country": "FR"},
            "facts": {"a": False, "b": 1.5, "c": "text", "d": None},
        },
    },
]
FAULTY_REQUESTS: list[dict[str, Any]] = [
    {"data": "b"},
    {"purpose": "a", "data": []},
    {"purpose": "a", "data": "b", "colour": "red"},
    {"purpose": "a", "data": "b", "operation": "read"},
    {"purpose": "a", "data": "b", "at": "yesterday"},
    {"purpose": "a", "data": "b", "complete": "yes"},
    {"purpose": "a", "data": "b", "context": {"subject": {"age": -1}}},
    {"purpose": "a", "data": "b", "context": {"consents": [{"purpose": "a"}]}},
    {"purpose": "a", "data": "b", "context": {"consents": {"purpose": "a", "given": "2019-11-01"}}},
    {"purpose": "a", "data": "b", "context": {"legal_hold": True}},
]


@pytest.mark.parametrize("request_", REQUESTS, ids=str)
def test_sound_request_fits(request_: dict[str, Any]) -> None:
    RequestModel.model_validate(request_)
    assert [error.message for error in REQUEST.iter_errors(request_)] == []


@pytest.mark.parametrize("request_", FAULTY_REQUESTS, ids=str)
def test_faulty_request_does_not_fit(request_: dict[str, Any]) -> None:
    with pytest.raises(pp.RequestError):
        pp.Request.parse(request_)
    assert not REQUEST.is_valid(request_)


@pytest.fixture(scope="module")
def multi_planning() -> pp.Policy:
    return pp.load(ROOT / "policies" / "multi-planning")


def requests_to(policy: pp.Policy) -> Iterator[pp.Request]:
    """Ask for each activity by itself, with nothing known, and with a whole record in which little is stated."""
    for activity in policy.model.activities.values():
        for operation in (activity.operations[0], "erase", "sell"):
            for complete in (False, True):
                yield pp.Request(
                    purpose=activity.purposes[0],
                    data=activity.data[:2],
                    data_subject=activity.data_subjects[0],
                    recipient=activity.recipients[0],
                    operation=operation,
                    at="2019-12-01",
                    complete=complete,
                    context={"facts": {}, "events": {"collected": "2019-11-02"}},
                )


def test_decisions_fit(multi_planning: pp.Policy) -> None:
    outcomes = set()
    for request in requests_to(multi_planning):
        decision = multi_planning.decide(request)
        outcomes.add(decision.outcome)
        for written in (decision.to_dict(), decision_json(decision)):
            assert [error.message for error in DECISION.iter_errors(json.loads(json.dumps(written)))] == []
        assert REQUEST.is_valid(decision.to_dict()["request"])
    assert outcomes == set(pp.Outcome)


def test_a_key_more_or_less_in_a_decision_does_not_fit(multi_planning: pp.Policy) -> None:
    written = multi_planning.decide(next(requests_to(multi_planning))).to_dict()
    for key in written:
        assert not DECISION.is_valid({name: value for name, value in written.items() if name != key})
    assert not DECISION.is_valid(written | {"score": 1})
    assert not DECISION.is_valid(written | {"outcome": "maybe"})


@settings(max_examples=60)
@given(cases())
def test_what_loads_fits(case: tuple[dict[str, Any], dict[str, Any]]) -> None:
    policy, request = case
    PolicyModel.model_validate(policy)
    assert [error.message for error in POLICY.iter_errors(policy)] == []
    assert [error.message for error in REQUEST.iter_errors(request)] == []


DATES = st.sampled_from(
    [
        "2019-11-15",
        "2019-02-30",
        "2019-11-15T10:00Z",
        "2019-11-15 10:00:00z",
        "2019-11-15t10:00:00,5+01:00",
        "2019-11-15T10:00:00",
        "2019-11-15T24:00:00Z",
        "2019-11-15T10:60:00Z",
        "2019-11-15T10:00:00+0100",
        "2019-11-15T10:00:00+25:00",
        "2019-1-5",
        "19-11-15",
        "",
    ]
)


def can_read(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


@given(DATES)
def test_moments_fit_where_they_are_read(text: str) -> None:
    fits = Draft202012Validator(SHARED["moment"]).is_valid(text)
    knows_no_calendar = text == "2019-02-30"
    assert fits == (can_read(read_moment, text) or knows_no_calendar)


@given(st.from_regex(r"\AP?([0-9]{1,3}[YMWDHS]|T|[0-9.,]){0,4}\Z"))
def test_durations_fit_where_they_are_read(text: str) -> None:
    assert Draft202012Validator(SHARED["duration"]).is_valid(text) == can_read(read_duration, text)


def test_numbers_count_as_texts_in_policies() -> None:
    number, decimal = WrittenInt(7), WrittenFloat(1.5)
    number.text, decimal.text = "007", "1.50"
    policy = {"policy": {"language": 1, "id": number, "version": decimal}}
    PolicyModel.model_validate(policy)
    assert POLICY.is_valid(policy)


def test_main_writes_the_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "new")]) == 0
    assert {path.name for path in (tmp_path / "new").iterdir()} == set(SCHEMAS)
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err
