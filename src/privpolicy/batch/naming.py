"""Which column of a table states what of a request.

A column is named as the path that it states: ``purpose``, ``data-subject``, ``context.consents`` or ``consents``,
``events.contract-end``, ``facts.amount``, ``subject.age``; an underscore may stand for a hyphen. Other names are told
with a mapping from path to column. Columns that state nothing of a request are carried along.
"""

import difflib
from collections.abc import Collection, Iterable, Mapping

from privpolicy.batch.errors import TableError
from privpolicy.engine.vocabulary import BUILT_IN_FACTS, Vocabulary

KEY_PATHS = ("purpose", "data", "data-subject", "operation", "recipient", "origin")
"""What is asked: however long a table is, few different rows of these stand in it."""
PLAIN_PATHS = (*KEY_PATHS, "at", "complete", "consents", "objections", "restricted", "legal-hold")
NESTED_PATHS = ("events", "facts", "subject")
"""What holds further keys, as a struct or a map."""
ALIKE = 0.85
"""From which likeness on a column is taken for a key that somebody misspelt."""


def paths_of(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return every path of a request that a column can state, under the names of a policy."""
    facts = (name for name in vocabulary.facts if name not in BUILT_IN_FACTS)
    return (
        *PLAIN_PATHS,
        *NESTED_PATHS,
        *(f"events.{event}" for event in sorted(vocabulary.events)),
        *(f"facts.{fact}" for fact in facts),
        "subject.age",
        "subject.country",
    )


def named(columns: Iterable[str], told: Mapping[str, str | None], vocabulary: Vocabulary) -> dict[str, str]:
    """Return the column of each path that a table states.

    ``told`` names columns that are called otherwise; ``{"path": None}`` leaves a column that is called like a path
    unread. Raises :class:`TableError` for a path or a column that there is none, two columns for one path, a column
    below ``events``, ``facts`` or ``subject`` that the policy does not declare, and one that looks misspelt.
    """
    known, present = paths_of(vocabulary), tuple(columns)
    found: dict[str, str] = {}
    for path, named_ in told.items():
        if path not in known:
            raise TableError(f"a request has no `{path}`", _advice(path, known))
        if named_ is not None and named_ not in present:
            raise TableError(f"the table has no column `{named_}` for `{path}`", _advice(named_, present))
        if named_ is not None:
            found[path] = named_
    taken = set(found.values())
    for column in present:
        stated = _path(column, known)
        if column in taken or stated in told:
            continue
        if stated is None:
            _refuse_near(column, known, told)
        elif stated in found:
            raise TableError(f"`{found[stated]}` and `{column}` are two columns for `{stated}`", "rename one of them")
        else:
            found[stated] = column
    for path in ("purpose", "data"):
        if path not in found:
            raise TableError(f"no column states `{path}`", f"rename one, or name it with `columns` as `{path}`")
    return found


def _path(column: str, known: tuple[str, ...]) -> str | None:
    path = column.removeprefix("context.")
    if path in known:
        return path
    hyphened = path.replace("_", "-")
    return hyphened if hyphened in known else None


def _refuse_near(column: str, known: tuple[str, ...], told: Collection[str]) -> None:
    """Refuse what looks like a key and is none: a table that says less than its author thinks fails open."""
    path = column.casefold().removeprefix("context.").removeprefix("context_").replace("_", "-")
    head, dot, name = path.partition(".")
    if dot and head in NESTED_PATHS:
        raise TableError(f"column `{column}`: the policy knows no {head.rstrip('s')} `{name}`", _advice(path, known))
    near = difflib.get_close_matches(path, known, n=1, cutoff=ALIKE)
    if near and near[0] not in told:
        raise TableError(
            f"column `{column}` states nothing of a request",
            f"did you mean `{near[0]}`? rename it, or carry it along with `columns={{'{near[0]}': None}}`",
        )


def _advice(name: str, names: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, tuple(names), n=1)
    return f"did you mean `{near[0]}`?" if near else ""
