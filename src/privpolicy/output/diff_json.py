"""What became of a policy, as JSON."""

from typing import Any

from privpolicy.diff.declared import DeclaredChange
from privpolicy.diff.report import Change, Duty, Report, Witness
from privpolicy.engine.request import Request
from privpolicy.engine.vocabulary import SECTIONS, Dimension
from privpolicy.model.moment import write_moment
from privpolicy.source.path import dotted
from privpolicy.source.span import Span


def diff_json(report: Report, *, meaning_only: bool = False) -> dict[str, Any]:
    """Return declared changes, changes of meaning with their witnesses, duties, and what they come to.

    Where a side has errors, these stand in the place of all that.
    """
    sides: dict[str, Any] = {"old": report.old, "new": report.new}
    if not report.compared:
        return {**sides, "compared": False, "diagnostics": [one.to_dict() for one in report.diagnostics]}
    declared = [] if meaning_only else [_declared(one) for one in report.declared]
    return {
        **sides,
        "compared": True,
        "since": None if report.since is None else write_moment(report.since),
        "law": {"old": list(report.law[0]), "new": list(report.law[1])},
        "declared": declared,
        "changes": [_change(one) for one in report.changes],
        "duties": [_duty(one) for one in report.duties],
        "summary": {**report.counts(), "declared": len(declared), "texts": sum(one["text"] for one in declared)},
    }


def _declared(change: DeclaredChange) -> dict[str, Any]:
    return {
        "what": change.what,
        "path": dotted(change.path),
        "old": _place(change.old_place),
        "new": _place(change.new_place),
        "old-value": change.old_value,
        "new-value": change.new_value,
        "text": change.is_text,
    }


def _place(span: Span | None) -> str | None:
    return None if span is None else str(span)


def _change(change: Change) -> dict[str, Any]:
    told = {_KEYS[dimension]: [str(one) for one in ids] for dimension, ids in change.told.items()}
    every = {_KEYS[dimension]: list(ids) for dimension, ids in change.ids.items()}
    first = change.witness
    written = {
        "effect": change.effect,
        "kind": list(change.kinds),
        "message": change.message,
        "old": change.old_place,
        "new": change.new_place,
        "paths": [dotted(path) for path in change.paths],
        **told,
        "every": every,
        "activities": {"old": list(change.old_activities), "new": list(change.new_activities)},
        "before": change.before,
        "after": change.after,
        **_witness(first),
    }
    if change.widened is not None and change.narrowed is not None:
        # What widens here and narrows there is shown twice.
        written["witnesses"] = {"widens": _witness(change.widened), "narrows": _witness(change.narrowed)}
    return written


_KEYS: dict[Dimension, str] = {dimension: SECTIONS[dimension] for dimension in SECTIONS}


def _witness(witness: Witness) -> dict[str, Any]:
    old, new = map(_request, witness.asked)
    found = {
        "witness": _request(witness.request),
        "outcomes": {"old": witness.old, "new": witness.new},
        "command": witness.command,
    }
    # What one of the two knows nothing of cannot be asked there.
    return found if old == new else {**found, "asked": {"old": old, "new": new}}


def _request(request: Request) -> dict[str, Any]:
    return {key: value for key, value in request.to_dict().items() if value is not None}


def _duty(duty: Duty) -> dict[str, Any]:
    return {
        "fact": duty.fact,
        "title": duty.title,
        "cites": list(duty.cites),
        "what": duty.what,
        "why": duty.why,
        "changes": list(duty.changes),
    }
