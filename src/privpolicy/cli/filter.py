"""``privpolicy filter``: which columns of a table may be read for a purpose, and in which rows."""

import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from privpolicy.cli import options
from privpolicy.cli.exit_code import CANNOT, DONE, FAULTS
from privpolicy.cli.fault import Fault
from privpolicy.cli.policy import read_policy
from privpolicy.cli.question import option_of
from privpolicy.cli.terminal import complain, complain_of, look, say
from privpolicy.diagnostics.request_error import RequestError
from privpolicy.output.diagnostic_text import diagnostics_text
from privpolicy.output.filter_json import filter_json
from privpolicy.output.filter_text import filter_sql, filter_text
from privpolicy.output.json_v1 import error_json, indented

if TYPE_CHECKING:
    from privpolicy.batch.filter import Filter

_table = partial(typer.Option, rich_help_panel="The table")
_answer = partial(typer.Option, rich_help_panel="How to answer")
Columns = Annotated[
    str | None, _table(metavar="FILE", help="YAML: which column holds which category, and what rows are judged by.")
]
TableName = Annotated[
    str | None, _table("--table", metavar="NAME", help="What the table is called, if not as in FILE.")
]
Wanted = Annotated[
    options.Texts, _table("--read", metavar="COLUMN", help="A column to read; again for another; left out, all.")
]
Dialect = Annotated[str, _answer(metavar="NAME", help="The SQL: duckdb, spark, databricks, postgres or snowflake.")]
Masked = Annotated[
    bool, _answer("--masked", metavar="", help="Null the cells that may not be read, and keep the row for the others.")
]
Format = Annotated[Literal["text", "json", "sql"], _answer("--format", help="How to answer.")]


def filter(  # noqa: A001  # the name of the command
    policy: options.PolicyPath = None,
    *,
    purpose: options.Purpose = None,
    data_subject: options.DataSubject = None,
    operation: options.OperationName = None,
    recipient: options.Recipient = None,
    origin: options.Origin = None,
    at: options.At = None,
    complete: options.Complete = False,
    columns: Columns = None,
    table: TableName = None,
    read: Wanted = None,
    dialect: Dialect = "duckdb",
    masked: Masked = False,
    form: Format = "text",
    no_law: options.NoLaw = False,
) -> int:
    """Tell which columns of a table may be read for a purpose and in which rows, and write the SQL that reads them.

    A column is read where the policy permits the category that it holds for what the row states. What is denied or
    hangs on something that the row does not state is left out. The table itself is not looked at.

    The exit code is 0 when some column may be read, 1 when none may, and 2 when there is no answer.
    """
    if purpose is None:
        raise Fault("--purpose is missing: why is the table read?", "`privpolicy show` lists the purposes")
    if columns is None:
        raise Fault("--columns is missing: what do the columns hold?", "docs/filter.md shows such a file")
    loaded = read_policy(policy, as_json=form == "json", law=None if no_law else "named")
    if loaded is None:
        return CANNOT
    asked: dict[str, Any] = {
        "purpose": purpose,
        "data_subject": data_subject,
        "operation": operation,
        "recipient": recipient,
        "origin": origin,
        "at": at,
        "complete": complete,
    }
    try:
        found = loaded[0].filter(**asked, columns=columns, law=None if no_law else "named")
    except RequestError as error:
        return _refused(error, as_json=form == "json")
    except ImportError as error:
        raise Fault(str(error)) from None
    except ValueError as error:
        return _wrong(error)
    return _answered(found, table, read, dialect, form, masked=masked)


def _answered(
    found: "Filter", table: str | None, read: list[str] | None, dialect: str, form: str, *, masked: bool
) -> int:
    try:
        found.tried(dialect)
        if table is not None:
            found = found.named(table)
        sql = found.sql(dialect, columns=read, masked=masked) if found.columns or read else None
    except ValueError as error:
        return _wrong(error)
    match form:
        case "json":
            say(indented(filter_json(found, sql, dialect)))
        case "sql" if sql is not None:
            say(filter_sql(found, sql, dialect))
        case "sql":
            complain_of("no column may be read", "`--format text` says why")
        case _:
            say(filter_text(found, sql, dialect, look()))
    return DONE if found.columns else FAULTS


def _refused(error: RequestError, *, as_json: bool) -> int:
    option = option_of(error)
    if as_json:
        say(indented(error_json(error)))
    else:
        complain_of(f"{option}: {error.message}" if option is not None else error.message)
    return CANNOT


def _wrong(error: Any) -> int:
    """Say what is wrong with the mapping of the columns, or with what was asked of it."""
    if hasattr(error, "diagnostics"):
        sources = {error.text.file: error.text}
        complain(diagnostics_text(error.diagnostics, sources, look(sys.stderr, wrapped=False)))
    elif hasattr(error, "help"):
        complain_of(error.message, error.help or None)
    else:
        raise error
    return CANNOT
