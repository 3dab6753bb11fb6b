"""``privpolicy audit``: decide a whole table."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from privpolicy.batch.errors import TableError
from privpolicy.batch.naming import paths_of
from privpolicy.cli import audit_options as options
from privpolicy.cli.columns_file import ColumnsFile, read_columns
from privpolicy.cli.exit_code import CANNOT, DONE
from privpolicy.cli.fault import Fault
from privpolicy.cli.policy import read_policy
from privpolicy.cli.progress import Share
from privpolicy.cli.terminal import is_terminal, look, say
from privpolicy.engine.policy import Policy
from privpolicy.output.audit_text import audit_text, line_text
from privpolicy.output.json_v1 import audit_json, indented

if TYPE_CHECKING:
    from privpolicy.api import Law
    from privpolicy.batch.entry import Requests
    from privpolicy.batch.tally import Tally

_FIELDS = ("purpose", "given", "raised", "withdrawn", "explicit", "by")


def audit(
    paths: options.Paths,
    *,
    columns: options.Columns = None,
    consents: options.Consents = None,
    objections: options.Objections = None,
    on: options.On = None,
    zone: options.Zone = None,
    at: options.At = None,
    no_law: options.NoLaw = False,
    out: options.Out = None,
    summary: options.Summary = False,
    prefix: options.Prefix = "",
    form: options.Format = "text",
) -> int:
    """Decide a table of requests, a request a row, and sum up what is permitted, conditional and denied.

    Columns are named as the keys of a request: `purpose`, `data`, `data_subject`, `at`, `events.collected`, …

    The exit code is 0 when every row was answered and 2 when one was not: such a row has an error and no outcome.
    """
    if len(paths) > 2:
        raise Fault("which file holds the requests? more than a policy and one file are named", "quote patterns")
    named, requests = (None, paths[0]) if len(paths) == 1 else (paths[0], paths[1])
    if (consents is not None or objections is not None) and on is None:
        raise Fault("--consents and --objections need --on", "name the column that tells whose a row is")
    if on is not None and consents is None and objections is None:
        raise Fault("--on is the key of --consents and --objections, and neither is given")
    target = None if out is None else _target(out, [one for one in (requests, consents, objections) if one is not None])
    read = read_policy(named, as_json=form == "json", law=None if no_law else "named")
    if read is None:
        return CANNOT
    policy = read[0]
    told = read_columns(columns, _known(policy))
    sides = {"consents": _side(consents, on), "objections": _side(objections, on)}
    try:
        tally, carried = _decide(
            policy, requests, told, target, {"zone": zone, "at": at, "prefix": prefix, **sides}, no_law=no_law
        )
    except TableError as error:
        place = told.place(error.message)
        raise Fault(f"{place}: {error.message}" if place else error.message, error.help or None) from None
    if form == "json":
        say(indented(audit_json(tally, policy, requests, out, carried)))
    elif out is None or summary:
        say(audit_text(tally, policy, (requests, out), carried, look()))
    else:
        say(line_text(tally, out, look()))
    return CANNOT if tally.of(None) else DONE


def _decide(
    policy: Policy, requests: str, told: ColumnsFile, target: Path | None, how: dict[str, Any], *, no_law: bool
) -> "tuple[Tally, tuple[str, ...]]":
    """Decide the rows, into a file where one is meant, and return what they were answered and what nothing read."""
    try:
        from privpolicy.batch import entry, write  # noqa: PLC0415  # no other command waits for an engine
        from privpolicy.batch.decide import RESULTS  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("privpolicy"):
            raise
        raise Fault("the command needs the extra `table`", "pip install 'privpolicy[table]'") from None

    with (
        write.bounded_duckdb(None if target is None else target.parent) as backend,
        Share(watched=is_terminal(sys.stderr)) as share,
    ):
        asked: Requests = entry.requests(
            policy,
            requests,
            columns=told.columns,
            zone=how["zone"],
            consents=how["consents"],
            objections=how["objections"],
            connection=backend,
        )
        prefix = how["prefix"]
        wanted = write.TALLIED if target is None else RESULTS
        law: Law = None if no_law else "named"
        decided = entry.decided(policy, asked, at=how["at"], law=law, prefix=prefix, answers=wanted)
        if target is None:
            return write.tally(decided, backend, prefix, share.told), asked.carried
        write.write(decided, backend, target, prefix, share.told)
        return write.tally_of_file(backend, target, prefix, lambda _: None), asked.carried


def _known(policy: Policy) -> tuple[str, ...]:
    fields = (f"{path}.{field}" for path in ("consents", "objections") for field in _FIELDS)
    return (*paths_of(policy.vocabulary), *fields)


def _side(file: str | None, on: str | None) -> tuple[str, dict[str, str]] | None:
    if file is None:
        return None
    left, _, right = (on or "").partition("=")
    return file, {left: right or left}


def _target(out: str, sources: list[str]) -> Path:
    """Return the file that is written; raises :class:`Fault` where it is read, too, or would be the next time."""
    target = Path(out)
    if not target.parent.is_dir():
        raise Fault(f"`{out}` cannot be written: there is no folder `{target.parent}`")
    if target.is_dir():
        raise Fault(f"`{out}` cannot be written: it is a folder")
    if any(_among(target, Path(source)) for source in sources):
        raise Fault(f"`{out}` is among what is read", "write to another place")
    return target


def _among(target: Path, source: Path) -> bool:
    """Return whether a file is what a path, a folder or a pattern stands for, or would be the next time."""
    if source.is_dir():
        return target.resolve().is_relative_to(source.resolve())
    if source.exists():
        return target.exists() and source.samefile(target)
    return target.resolve().parent == source.parent.resolve() and target.match(source.name)
