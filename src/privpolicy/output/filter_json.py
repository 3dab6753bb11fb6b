"""Which columns of a table may be read, and in which rows, as JSON."""

from typing import TYPE_CHECKING, Any

from privpolicy.model.moment import write_moment

if TYPE_CHECKING:
    from privpolicy.batch.filter import Filter


def filter_json(found: "Filter", sql: str | None, dialect: str) -> dict[str, Any]:
    """Return the question, what becomes of each column, and the SQL, null where no column may be read."""
    policy = found.policy
    return {
        "policy": {"id": policy.id, "version": policy.version, "digest": policy.digest},
        "asked": found.asked,
        "origin": found.request.origin,
        "at": write_moment(found.request.at),
        "complete": found.request.complete,
        "law": {"named": list(policy.law), "applied": list(policy.programs(law=found.law).law)},
        "table": found.table_map.table,
        "columns": [_column(found, column) for column in found.table_map.columns],
        "carried": list(found.table_map.carry),
        "sql": None if sql is None else {"dialect": dialect, "text": sql},
    }


def _column(found: "Filter", column: str) -> dict[str, Any]:
    refusal = found.denied.get(column)
    read = "never" if refusal is not None else "always" if column in found.always else "by-row"
    reason = None if refusal is None else {"code": refusal.code, "message": refusal.message}
    return {"column": column, "data": list(found.table_map.categories(column)), "read": read, "reason": reason}
