"""Plain input read without a detour becomes what the model of a request makes of it; all else is left to the model."""

import copy
import math
import pickle
from collections import UserDict
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import privpolicy as pp
from privpolicy.engine import request as module
from privpolicy.model.moment import now, read_moment
from privpolicy.model.operation import OPERATIONS
from privpolicy.source.written import WrittenInt


class Text(str):
    """A text that is not just one."""

    __slots__ = ()


class Mapping(dict[str, Any]):
    """A mapping that is not just one."""


def written_int(text: str) -> WrittenInt:
    number = WrittenInt(text)
    number.text = text
    return number


DATES = ("2019-11-15", "2019-11-15T10:00:00Z", "2019-11-15T10:00:00+01:00", "2019-12-01", "2020-02-29")
ODD_DATES = (
    *("", "2019-02-29", "2019-13-01", "20191115", "2019-11-15T10:00:00", "2019-11-15t10:00:00z", "2019-W10-1"),
    *("2019-11-15 10:00:00Z", "2019-11-15T24:00:00Z", "2019-11-15T10:00:60Z", "2019-11-15T10:00Z", " 2019-11-15"),
    *("2019-11-15T10:00:00,5Z", "2019-11-15T10.00.00Z", "٢٠١٩-11-15", "2019-11-15T10:00:0٣Z", "+019-11-15T10:00:00Z"),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-01:00", "9999-12-31", "2019-11-15T1٣:00:00Z", "-001-01-01"),
)
FINE = read_moment("2019-11-15").replace(nanosecond=1)
"""An instant that no text of a request file states: it is refused."""
odd = st.sampled_from(
    (
        *(None, True, False, 0, 1, -1, 1.0, 0.5, -0.0, math.nan, math.inf, 200, 201, 2**63, -(2**63), 10**400),
        *("", "a", "é", "\ud800", "a\udfffb", "1", "null", "use", "controller", "subject", "guardian"),
        *(b"a", (), [], {}, set(), object(), Text("a"), Text("use"), Mapping(), Mapping(age=3), UserDict()),
        *(written_int("7"), date(2019, 11, 15), datetime(2019, 11, 15, tzinfo=UTC), datetime(2019, 11, 15)),  # noqa: DTZ001
        *(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))), read_moment("2019-11-15"), FINE, frozenset({"a"})),
        *({"purpose": "a", "given": "2019-11-15"}, [{}], [None], ["a", 1], ("a", "b"), {"a"}, iter(())),
        *(pp.Consent(purpose="a", given="2019-11-15"), pp.Objection(purpose="a", raised="2019-11-15")),
        *(pp.Subject(age=3), pp.Context(facts={"a": None}), pp.Context(restricted=True, events={"a": "2019-11-15"})),
    )
)
ids = st.sampled_from(("service", "service.billing", "contact", "a"))
names = st.integers(0, 9).flatmap(lambda n: ids if n < 9 else st.sampled_from(("é", Text("b"), 1, "\ud800")))
dates = st.sampled_from(DATES)


def mostly(usual: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.integers(0, 24).flatmap(lambda number: odd if number == 24 else usual)


def mapping(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[Any]:
    """A mapping with some of the keys, now and then without one that it needs or with one that nobody knows."""
    whole = st.fixed_dictionaries(required, optional=optional)
    known: dict[Any, Any] = {**required, **optional}
    faulty = st.fixed_dictionaries({}, optional={**known, "other": odd, 1: odd})
    return mostly(st.integers(0, 24).flatmap(lambda number: faulty if number == 24 else whole))


days = mostly(st.one_of(dates, dates, st.sampled_from(ODD_DATES)))
ends = st.none() | days
truths = mostly(st.none() | st.booleans())
consents = mapping(
    {"purpose": mostly(ids), "given": days},
    {"withdrawn": ends, "explicit": truths, "by": mostly(st.sampled_from((None, "subject", "guardian")))},
)
objections = mapping({"purpose": mostly(ids), "raised": days}, {"withdrawn": ends})
lists = st.sampled_from((list, tuple))
contexts = mapping(
    {},
    {
        "consents": mostly(st.builds(lambda kind, found: kind(found), lists, st.lists(consents, max_size=2))),
        "objections": mostly(st.builds(lambda kind, found: kind(found), lists, st.lists(objections, max_size=2))),
        "restricted": truths,
        "legal-hold": truths,
        "legal_hold": truths,
        "events": mostly(st.dictionaries(names, ends)),
        "subject": mapping({}, {"age": mostly(st.integers(0, 200)), "country": mostly(ids)}),
        "facts": mostly(st.dictionaries(names, odd | st.booleans())),
    },
)
FIELDS: dict[str, Any] = {
    "operation": mostly(st.sampled_from(OPERATIONS)),
    "recipient": mostly(ids),
    "origin": mostly(ids),
    "complete": truths,
    "context": mostly(contexts),
}
NEEDED: dict[str, Any] = {
    "purpose": mostly(ids),
    "data": mostly(st.lists(mostly(ids), max_size=3) | ids),
    "at": days,
}
keywords = st.fixed_dictionaries(NEEDED, optional={**FIELDS, "data_subject": mostly(ids)})
files = mapping(NEEDED, {**FIELDS, "data-subject": mostly(ids), "data_subject": mostly(ids)})


def outcome(make: Any, written: Any) -> Any:
    """What comes of it: a request, or the words and the place of the error."""
    with mock.patch.object(module, "now", return_value=read_moment("2020-01-01T12:00:00Z")):
        try:
            return make(written)
        except pp.RequestError as error:
            return error.to_dict()


def by_the_model(make: Any, written: Any) -> Any:
    """What comes of it where nothing is taken as plain."""
    with mock.patch.object(module, "_plainly", return_value=False):
        return outcome(make, written)


def same(found: Any, expected: Any) -> None:
    if isinstance(expected, dict):
        assert found == expected
        return
    assert isinstance(found, pp.Request)
    assert found == expected
    assert hash(found) == hash(expected)
    assert repr(found) == repr(expected)
    assert found.context == expected.context
    assert found.context.model_dump() == expected.context.model_dump()
    assert _typed(found) == _typed(expected)
    for again in copies(found):
        assert again == found
        assert hash(again) == hash(found)
        assert again.context == found.context
        assert _typed(again) == _typed(found)


def copies(request: pp.Request) -> tuple[pp.Request, ...]:
    return pickle.loads(pickle.dumps(request)), copy.copy(request), copy.deepcopy(request)  # noqa: S301  # our own bytes


def _typed(request: pp.Request) -> Any:
    """Every value with its type: 1, 1.0 and True are not the same fact."""

    def typed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: (type(key), typed(one)) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [typed(one) for one in value]
        return type(value), repr(value)

    situation = request._situation
    kept = [getattr(situation, name) for name in ("at", "complete", "origin", "restricted", "legal_hold", "events")]
    records = [situation.consents, situation.objections]
    return typed([request.to_dict(), request._question, kept, situation.facts]), records


@settings(max_examples=1500)
@given(keywords)
def test_keywords_become_what_the_model_makes_of_them(written: dict[str, Any]) -> None:
    same(outcome(_by_keywords, written), by_the_model(_by_keywords, written))


@settings(max_examples=1500)
@given(files)
def test_a_file_becomes_what_the_model_makes_of_it(written: Any) -> None:
    same(outcome(pp.Request.parse, written), by_the_model(pp.Request.parse, written))


def _by_keywords(written: dict[str, Any]) -> pp.Request:
    return pp.Request(**written)


@settings(max_examples=500)
@given(st.sampled_from((*DATES, *ODD_DATES)) | st.text("0123456789-T:Z+. ٣", min_size=8, max_size=26))
def test_an_instant_is_read_the_same_whether_it_was_read_before_or_not(text: str) -> None:
    first, again, unlike = (_read(text) for _ in range(2)), _read(text), _read(Text(text))
    assert {repr(one) for one in (*first, again, unlike)} == {repr(again)}


def _read(text: str) -> Any:
    try:
        return read_moment(text)
    except ValueError as error:
        return str(error)


PLAIN: dict[str, Any] = {
    "purpose": "service",
    "data": ["contact"],
    "data_subject": "user",
    "operation": "use",
    "recipient": "controller",
    "at": "2020-01-15T10:00:00Z",
    "complete": True,
    "context": {
        "consents": [{"purpose": "service", "given": "2019-12-01", "explicit": True}],
        "objections": [{"purpose": "service", "raised": "2019-12-01", "withdrawn": "2019-12-02"}],
        "legal_hold": False,
        "events": {"collected": "2019-12-01", "contract-end": None},
        "subject": {"age": 16},
        "facts": {"paid": True, "amount": 10, "share": 0.5, "shop": "web"},
    },
}


ODD: tuple[Any, ...] = (
    *(
        None,
        True,
        1,
        201,
        2**63,
        -(2**63) - 1,
        0.5,
        math.nan,
        math.inf,
        -math.inf,
        "",
        "é",
        "a\ud800",
        "use",
        "2019-11-15",
    ),
    *("2018-01-01", b"a", (), [], {}, {"a": 1}, [None], ["a", "\udfff"], [{"purpose": "a"}], Text("use"), Mapping()),
    *(written_int("7"), date(2019, 11, 15), object, pp.Subject(age=3), pp.Consent(purpose="a", given="2019-11-15")),
)
PLACES: tuple[tuple[Any, ...], ...] = (
    *((key,) for key in PLAIN),
    *(("context", key) for key in (*PLAIN["context"], "legal-hold", "restricted", "other")),
    *(("context", "consents", 0, key) for key in ("purpose", "given", "withdrawn", "explicit", "by", "other")),
    *(("context", "objections", 0, key) for key in ("purpose", "raised", "withdrawn", "other")),
    *(("context", "events", key) for key in ("collected", "é", "a\ud800", 1)),
    *(("context", "subject", key) for key in ("age", "country", "other")),
    *(("context", "facts", key) for key in ("paid", "é", "a\ud800", 1)),
)


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_one_odd_thing_in_the_usual_input(place: tuple[Any, ...]) -> None:
    for value in ODD:
        written = copy.deepcopy(PLAIN)
        inner: Any = written
        for step in place[:-1]:
            inner = inner[step]
        inner[place[-1]] = value
        same(outcome(_by_keywords, written), by_the_model(_by_keywords, written))
        filed = {key.replace("_", "-"): one for key, one in written.items()}
        same(outcome(pp.Request.parse, filed), by_the_model(pp.Request.parse, filed))


def test_the_usual_input_is_plain() -> None:
    """Else nothing here would be tested."""
    with mock.patch.object(module, "read", side_effect=AssertionError):
        request = pp.Request(**PLAIN)
    assert request.context.consents == (pp.Consent(purpose="service", given="2019-12-01", explicit=True),)
    assert request.context.facts == PLAIN["context"]["facts"]
    assert request == by_the_model(_by_keywords, PLAIN)


def test_what_a_caller_changes_later_changes_no_request() -> None:
    written = copy.deepcopy(PLAIN)
    request, kept = pp.Request(**written), pp.Request(**PLAIN)
    written["context"]["facts"]["paid"] = False
    written["context"]["events"]["collected"] = None
    written["context"]["consents"][0]["given"] = "1999-01-01"
    written["data"].append("other")
    request.context.facts["paid"] = False
    assert request == kept
    assert request._situation.facts == kept._situation.facts
    assert request.to_dict() == kept.to_dict()


@pytest.mark.parametrize("name", ["purpose", "at", "context", "_question", "other"])
def test_a_request_does_not_change(name: str) -> None:
    with pytest.raises(AttributeError, match="immutable"):
        setattr(pp.Request(**PLAIN), name, 1)
    with pytest.raises(AttributeError, match="immutable"):
        delattr(pp.Request(**PLAIN), name)


def test_now_is_the_present_in_whole_microseconds() -> None:
    before, moment, after = datetime.now(UTC), now(), datetime.now(UTC)
    assert before <= moment.to_stdlib().replace(tzinfo=UTC) <= after
    assert moment.nanosecond % 1000 == 0


def test_an_empty_text_is_not_left_out() -> None:
    for made in (
        pp.Request(purpose="a", data="b", recipient=""),
        pp.Request.parse({"purpose": "a", "data": "b", "recipient": ""}),
        pp.Request(purpose="a", data="b", recipient="", context=pp.Context()),
    ):
        assert made.recipient == ""


FACTS = st.dictionaries(
    st.sampled_from(["amount", "ok", "nosuch"]),
    st.none() | st.booleans() | st.integers(0, 1) | st.sampled_from(["x", 1.0]),
)
FACTUAL = """
policy: {language: 1, id: small}
purposes: {a: {}}
data-categories: {b: {}}
data-subjects: {c: {}}
facts: {amount: {type: number}, ok: {type: boolean}}
activities:
  d: {purposes: [a], legal-basis: contract, data-subjects: [c], data: [b], when: {ok: true, amount: 1}}
"""


def answered(policy: pp.Policy, request: pp.Request) -> Any:
    """The answer, or the words and the place of the error."""
    try:
        return policy.decide(request).to_dict()
    except pp.RequestError as error:
        return error.to_dict()


def told(policy: pp.Policy, request: pp.Request) -> str:
    """The outcome, or that there is none: the words of an error quote a number as it was written."""
    try:
        return policy.decide(request).outcome.value
    except pp.RequestError:
        return "error"


@pytest.fixture(scope="module")
def factual(tmp_path_factory: pytest.TempPathFactory) -> pp.Policy:
    file = tmp_path_factory.mktemp("factual") / "policy.yaml"
    file.write_text(FACTUAL, encoding="utf-8")
    return pp.load(file)


@given(one=FACTS, other=FACTS)
def test_a_copy_is_the_same_request_and_equal_ones_are_answered_alike(
    factual: pp.Policy, one: dict[str, Any], other: dict[str, Any]
) -> None:
    made = [
        pp.Request(purpose="a", data="b", at="2024-01-01", context={"restricted": False, "facts": facts})
        for facts in (one, other)
    ]
    for again in copies(made[0]):
        assert again == made[0]
        assert hash(again) == hash(made[0])
        assert again.to_dict() == made[0].to_dict()
        assert answered(factual, again) == answered(factual, made[0])
    if made[0] == made[1]:
        assert hash(made[0]) == hash(made[1])
        assert told(factual, made[0]) == told(factual, made[1])


@pytest.mark.parametrize("value", [0, 1, 0.0, 1.0])
def test_a_number_is_no_boolean(factual: pp.Policy, value: float) -> None:
    truth, whole, parted = (
        pp.Request(purpose="a", data="b", at="2024-01-01", context={"facts": {name: one}})
        for name, one in (("amount", bool(value)), ("amount", int(value)), ("amount", float(value)))
    )
    assert whole != truth != parted
    assert whole == parted
    assert answered(factual, whole) == answered(factual, parted) != answered(factual, truth)


@pytest.mark.parametrize(
    "stated",
    [
        {"at": date(2019, 11, 15)},
        {"context": {"events": {"collected": read_moment("2019-11-15"), "contract-end": None}}},
        {"context": {"facts": {"nosuch": None}}},
        {"context": {"facts": {"age": None}, "subject": {"age": 3.0}}},
    ],
    ids=str,
)
@pytest.mark.parametrize("complete", [False, True])
def test_a_copy_needs_no_text_of_a_file(factual: pp.Policy, stated: dict[str, Any], *, complete: bool) -> None:
    request = pp.Request(**{"purpose": "a", "data": "b", "at": "2024-01-01", "complete": complete, **stated})
    same(request, request)
    for again in copies(request):
        assert answered(factual, again) == answered(factual, request)


@pytest.mark.parametrize(
    ("stated", "path"),
    [
        ({"at": FINE}, "at"),
        ({"at": FINE.assume_utc()}, "at"),
        ({"context": {"events": {"collected": FINE}}}, "context.events.collected"),
        ({"context": {"consents": [{"purpose": "a", "given": FINE}]}}, "context.consents.0.given"),
        ({"context": {"objections": [{"purpose": "a", "raised": FINE}]}}, "context.objections.0.raised"),
    ],
    ids=str,
)
def test_what_is_finer_than_a_microsecond_is_refused_in_whatever_form(stated: dict[str, Any], path: str) -> None:
    with pytest.raises(pp.RequestError, match="finer than a microsecond") as found:
        pp.Request(**{"purpose": "a", "data": "b", **stated})
    assert found.value.path == path
    assert "2019-11-15T00:00:00.000000001Z" in found.value.message


@settings(max_examples=500)
@given(
    st.datetimes(timezones=st.just(UTC)) | st.datetimes(timezones=st.just(timezone(timedelta(hours=5, minutes=30)))),
    st.integers(0, 999_999_999),
)
def test_what_is_written_of_a_request_is_read_as_the_same_request(moment: datetime, nanosecond: int) -> None:
    fine = read_moment("2019-11-15").replace(nanosecond=nanosecond)
    for at in (moment, fine, fine.assume_utc()):
        try:
            request = pp.Request(purpose="a", data="b", at=at, context={"events": {"collected": at}})  # type: ignore[arg-type]
        except pp.RequestError:
            assert at is not moment or moment.year in (1, 9999)
            assert at is moment or nanosecond % 1000
            continue
        assert pp.Request.parse(request.to_dict()) == request


def test_a_time_of_pandas_finer_than_a_microsecond_is_refused() -> None:
    pandas = pytest.importorskip("pandas")
    fine = pandas.Timestamp("2020-01-01T00:00:00.000000999Z")
    for stated in ({"at": fine}, {"context": {"events": {"exit": fine}}}):
        with pytest.raises(pp.RequestError, match="finer than a microsecond"):
            pp.Request(purpose="a", data="b", **stated)
    whole = pp.Request(purpose="a", data="b", at=pandas.Timestamp("2020-01-01T00:00:00.000001Z"))
    assert whole == pp.Request(purpose="a", data="b", at="2020-01-01T00:00:00.000001Z")


def test_what_a_request_hands_out_changes_nothing_of_it() -> None:
    asked = pp.Request(purpose="a", data="b", at="2020-01-01", context={"facts": {"f": 1}, "events": {}})
    asked.context.facts["f"] = 99
    asked.context.events["exit"] = None
    assert asked == pp.Request(purpose="a", data="b", at="2020-01-01", context={"facts": {"f": 1}, "events": {}})
    assert asked.context.facts == {"f": 1}
    assert asked.context.events == {}
