"""What the rows of a table are answered, beside what each is answered alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.batch.shapes import ROW, SHAPES, Plain, Shape, table_of

import privpolicy as pp
from privpolicy.batch.decide import RESULTS

NOW = "2020-01-15"
"""What rows ask about that name no instant."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a row, as its columns have it. Of an error it only matters that there is one."""

    outcome: str | None
    activity: str | None
    reason: str | None
    until: Any
    obligations: tuple[str, ...] | None
    at_fault: bool


AT_FAULT = Answer(None, None, None, None, None, at_fault=True)


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is answered in a table otherwise than alone."""

    request: Plain
    in_table: Answer
    alone: Answer
    error: str

    def __str__(self) -> str:
        said = f" ({self.error})" if self.error else ""
        return f"{self.request!r}\n  in a table: {self.in_table}{said}\n  alone:      {self.alone}"


def alone(policy: pp.Policy, request: Plain) -> tuple[Answer, str]:
    """Return what a request is answered alone, and its error."""
    if request.get("at") is None:
        request = {**request, "at": NOW}
    try:
        decision = policy.decide(pp.Request.parse(request))
    except pp.RequestError as error:
        return AT_FAULT, str(error)
    first = next(one for one in decision.categories if one.outcome is decision.outcome)
    order = list(policy.model.safeguards)
    duties = tuple(sorted(decision.obligations, key=order.index))
    reason = first.reasons[0].code
    return Answer(decision.outcome.value, first.activity, reason, decision.until, duties, at_fault=False), ""


def in_table(row: Mapping[str, Any]) -> Answer:
    """Return the answer that stands in the columns of a row."""
    duties = row["obligations"]
    return Answer(
        row["outcome"],
        row["activity"],
        row["reason"],
        row["until"],
        None if duties is None else tuple(duties),
        at_fault=row["error"] is not None,
    )


def decided(policy: pp.Policy, table: Any) -> list[dict[str, Any]]:
    """Decide a table where it is, and return its rows in order with nothing but their numbers and answers."""
    found = policy.decide_table(table, zone="UTC", at=NOW)
    answers = _read(found.select(ROW, *RESULTS))
    return sorted(answers.to_pylist(), key=lambda row: row[ROW])


def _read(answers: Any) -> Any:
    """Return answers as Arrow; from Spark not by way of pandas, whose instants end in 2262."""
    backend = answers.get_backend()
    if backend.name != "pyspark":
        return answers.to_pyarrow()
    backend._run_pre_execute_hooks(answers)
    return backend._session.sql(backend.compile(answers)).toArrow()


def differences(policy: pp.Policy, rows: Sequence[Mapping[str, Any]], asked: Sequence[Plain]) -> Iterator[Difference]:
    """Yield the rows of a table that are answered otherwise than alone."""
    assert len(rows) == len(asked)
    for row, request in zip(rows, asked, strict=True):
        found, (wanted, error) = in_table(row), alone(policy, request)
        if found != wanted:
            yield Difference(request, found, wanted, row["error"] or error)


def assert_alike(policy: pp.Policy, requests: Sequence[Plain], *shapes: Shape) -> None:
    """Decide requests as tables in DuckDB, in some shapes or all, and compare each row with its answer alone."""
    for shape in shapes or SHAPES.values():
        table, asked = table_of(policy.vocabulary, requests, shape)
        found = list(differences(policy, decided(policy, table), asked))
        assert not found, f"{len(found)} of {len(asked)} rows differ in {shape}; the first:\n{found[0]}"
