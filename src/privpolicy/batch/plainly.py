"""A condition said as plainly as it can be: true in exactly the rows in which the given one is.

A row is read where a condition is true and otherwise left alone, whether it is false or unknown. So what only tells
these two apart can go, and with it most of ``CASE``: what is left is AND, OR, NOT and comparisons, which people can
read and every engine understands.
"""

import operator
from collections.abc import Iterator
from datetime import datetime
from functools import reduce
from typing import Any

import ibis
from ibis import Value
from ibis.expr import operations as ops

from privpolicy.model.moment import Moment

Known = frozenset[Any]
"""What is known not to be null where a condition is looked at."""

YES, NO = ibis.literal(value=True).op(), ibis.literal(value=False).op()
_SIGNS = {
    ops.Less: (operator.lt, ops.GreaterEqual),
    ops.LessEqual: (operator.le, ops.Greater),
    ops.Greater: (operator.gt, ops.LessEqual),
    ops.GreaterEqual: (operator.ge, ops.Less),
    ops.Equals: (operator.eq, ops.NotEquals),
    ops.NotEquals: (operator.ne, ops.Equals),
}
"""Comparisons, what they do, and the one that is true where they are false."""
_STRICT = (*_SIGNS, ops.And, ops.Or, ops.Not, ops.Cast, ops.InValues, ops.TimestampAdd, ops.ArrayLength)
"""What is not null where none of its parts is."""
_UNITS = frozenset({"months", "days", "seconds", "microseconds"})
_NEVER_NULL = (ops.IsNull, ops.NotNull, ops.CountStar)


def plainly(condition: Value) -> Value:
    """Return a condition that is true where the given one is, and false or null elsewhere."""
    return _true(condition.op().replace(_named), frozenset()).to_expr()


def total(condition: Value) -> Value:
    """Return a plain condition with false for null."""
    return condition if _certain(condition.op(), frozenset()) else condition.fill_null(ibis.literal(value=False))


def settled(condition: Value) -> bool | None:
    """Return what a plain condition is in every row; ``None`` where that depends on the row."""
    return {YES: True, NO: False}.get(condition.op())


def conjuncts(node: Any) -> tuple[Any, ...]:
    """Return what is joined by AND."""
    return tuple(_parts(node, ops.And))


def word(text: Value) -> str | None:
    """Return a text that is the same in every row; ``None`` where it depends on the row."""
    node: Any = text.op()
    while isinstance(node, (ops.IfElse, ops.SearchedCase)):
        node = _nested(node) if isinstance(node, ops.SearchedCase) else node
        chosen = settled(plainly(node.bool_expr.to_expr()))
        if chosen is None:
            return None
        node = node.true_expr if chosen else node.false_null_expr
    return node.value if isinstance(node, ops.Literal) else None


def _true(node: Any, known: Known) -> Any:
    node = _spread(node)
    match node:
        case ops.Literal():
            return YES if node.value else NO
        case ops.And():
            left = _true(node.left, known)
            return _all(left, _true(node.right, known | _compares(left)))
        case ops.Or():
            return _any(_true(node.left, known), _true(node.right, known))
        case ops.Not():
            return _false(node.arg, known)
        case ops.IfElse():
            return _chosen(node, known, _true)
        case ops.SearchedCase():
            return _true(_nested(node), known)
        case ops.Coalesce():
            return _first(node, known, _true)
        case ops.IsNull(arg=ops.Not(arg=arg)):
            return _true(ops.IsNull(arg), known)
        case ops.IsNull(arg=ops.SearchedCase() as arg):
            return _true(ops.IsNull(_nested(arg)), known)
        case ops.IsNull(arg=ops.IfElse() as arg):
            then, other = ops.IsNull(arg.true_expr), ops.IsNull(arg.false_null_expr)
            return _true(ops.IfElse(arg.bool_expr, then, other), known)
        case ops.IsNull(arg=arg) if type(arg) in _SIGNS:
            return _any(*(_true(ops.IsNull(one), known) for one in _operands(arg)))
        case ops.IsNull():
            return NO if _certain(node.arg, known) else YES if _nothing(node.arg) else node
        case ops.NotNull():
            return YES if _certain(node.arg, known) else NO if _nothing(node.arg) else node
    return _compared(node)


def _false(node: Any, known: Known) -> Any:
    """Return what is true where a condition is false."""
    node = _spread(node)
    match node:
        case ops.Literal():
            return YES if node.value is not None and not node.value else NO
        case ops.And():
            return _any(_false(node.left, known), _false(node.right, known))
        case ops.Or():
            left = _false(node.left, known)
            return _all(left, _false(node.right, known | _compares(left)))
        case ops.Not():
            return _true(node.arg, known)
        case ops.IfElse():
            return _chosen(node, known, _false)
        case ops.SearchedCase():
            return _false(_nested(node), known)
        case ops.Coalesce():
            return _first(node, known, _false)
        case ops.IsNull():
            return _true(ops.NotNull(node.arg), known)
        case ops.NotNull():
            return _true(ops.IsNull(node.arg), known)
    if type(node) in _SIGNS:
        return _compared(_SIGNS[type(node)][1](node.left, node.right))
    if (found := _compared(node)) in (YES, NO):
        return NO if found == YES or _nothing(node.args[0]) else YES
    return ops.Not(node)


def _untrue(node: Any, known: Known) -> Any:
    """Return what is true where a condition is false or null."""
    if _certain(node, known):
        return _false(node, known)
    held = _true(node, known)
    if held in (YES, NO):
        return NO if held == YES else YES
    if _certain(held, known):
        return _false(held, known)
    if type(held) in _SIGNS:
        return _any(_false(held, known), _true(ops.IsNull(held), known))
    return ops.Not(ops.Coalesce((held, NO)))


def _chosen(node: Any, known: Known, of: Any) -> Any:
    """Return a choice as alternatives: its condition and what follows, or the contrary and what follows then."""
    when, otherwise = _true(node.bool_expr, known), _untrue(node.bool_expr, known)
    then = of(node.true_expr, known | _compares(when))
    other = of(node.false_null_expr, known | _compares(otherwise))
    if then == other:
        return then
    return _any(_all(when, then), other if then == YES else _all(otherwise, other))


def _first(node: Any, known: Known, of: Any) -> Any:
    first, *rest = node.arg
    if not rest or _certain(first, known):
        return of(first, known)
    if _nothing(first):
        return of(ops.Coalesce(tuple(rest)), known)
    unknown = _true(ops.IsNull(first), known)
    return _any(of(first, known), _all(unknown, of(ops.Coalesce(tuple(rest)), known)))


def _spread(node: Any) -> Any:
    """Return a comparison with a choice as a choice between comparisons."""
    if type(node) in _SIGNS and isinstance(node.left, ops.IfElse):
        choice, sign = node.left, type(node)
        return ops.IfElse(
            choice.bool_expr, sign(choice.true_expr, node.right), sign(choice.false_null_expr, node.right)
        )
    return node


def _nested(node: Any) -> Any:
    found = node.default
    for when, then in reversed(list(zip(node.cases, node.results, strict=True))):
        found = ops.IfElse(when, then, found)
    return found


def _compared(node: Any) -> Any:
    """Return a comparison of two constants as what it is."""
    if type(node) in _SIGNS:
        left, right = _constant(node.left), _constant(node.right)
        if left is not None and right is not None and type(left) is type(right):
            return YES if _SIGNS[type(node)][0](left, right) else NO
    if isinstance(node, ops.InValues) and isinstance(node.value, ops.Literal):
        options = [one.value for one in node.options if isinstance(one, ops.Literal)]
        if len(options) == len(node.options):
            return YES if node.value.value is not None and node.value.value in options else NO
    return NO if _nothing(node) else node


def _constant(node: Any) -> Any:
    """Return what is the same in every row, a time added on the calendar included; else ``None``."""
    if isinstance(node, ops.Literal):
        return node.value
    if isinstance(node, ops.TimestampAdd) and isinstance(node.right, ops.Literal):
        start, unit = _constant(node.left), node.right.dtype.unit.plural
        if isinstance(start, datetime) and start.tzinfo is None and unit in _UNITS:
            try:
                return Moment(start).add(**{unit: node.right.value}, naive_arithmetic_ok=True).to_stdlib()
            except ValueError:  # beyond the calendar: the engine may say what it makes of that
                return None
    return None


def _all(*parts: Any) -> Any:
    """Join conditions; that something is not null need not be said where it is compared anyway."""
    found = list(dict.fromkeys(one for part in parts for one in _parts(part, ops.And) if one != YES))
    if NO in found:
        return NO
    compared = frozenset().union(*(_compares(one) for one in found if not isinstance(one, ops.NotNull)))
    kept = [one for one in found if not (isinstance(one, ops.NotNull) and one.arg in compared)]
    return reduce(ops.And, kept) if kept else YES


def _compares(node: Any) -> Known:
    """Return what cannot be null where a condition is true."""
    match node:
        case ops.And():
            return _compares(node.left) | _compares(node.right)
        case ops.Or():
            return _compares(node.left) & _compares(node.right)
        case ops.NotNull():
            return frozenset((node.arg,))
        case _ if type(node) in _SIGNS or isinstance(node, (ops.Not, ops.InValues, ops.Cast, ops.TimestampAdd)):
            return frozenset().union(*(_compares(one) for one in _operands(node)))
        case ops.Value():
            return frozenset((node,))
    return frozenset()


def _any(*parts: Any) -> Any:
    """Join alternatives; one that asks for all that another does, and for more, adds nothing."""
    found = list(dict.fromkeys(one for part in parts for one in _parts(part, ops.Or) if one != NO))
    if YES in found:
        return YES
    absent = {one.arg for one in found if isinstance(one, ops.IsNull)}
    if absent:  # beside "it is null" no other alternative need say that it is not
        found = list(dict.fromkeys(_without(one, absent) for one in found))
        if YES in found:
            return YES
    asked = [frozenset(_parts(one, ops.And)) for one in found]
    kept = [one for one, mine in zip(found, asked, strict=True) if not any(other < mine for other in asked)]
    return reduce(ops.Or, kept) if kept else NO


def _without(node: Any, absent: set[Any]) -> Any:
    kept = [one for one in _parts(node, ops.And) if not (isinstance(one, ops.NotNull) and one.arg in absent)]
    return reduce(ops.And, kept) if kept else YES


def _parts(node: Any, kind: type) -> Iterator[Any]:
    if isinstance(node, kind):
        yield from _parts(node.left, kind)  # type: ignore[attr-defined]  # And and Or have two sides
        yield from _parts(node.right, kind)  # type: ignore[attr-defined]
    else:
        yield node


def _certain(node: Any, known: Known) -> bool:
    """Whether something is never null, where what is known is not."""
    if node in known or isinstance(node, _NEVER_NULL):
        return True
    match node:
        case ops.Literal():
            return node.value is not None
        case ops.ScalarSubquery():
            return _counts(node)
        case ops.Field():
            return not node.dtype.nullable
        case ops.Coalesce():
            return any(_certain(one, known) for one in node.arg)
        case _ if isinstance(node, _STRICT):
            return all(_certain(one, known) for one in _operands(node))
    return False


def _counts(node: Any) -> bool:
    """Whether a question to another table is how many rows there are."""
    values = getattr(node.rel, "values", {}) or {}
    return bool(values) and all(isinstance(one, ops.CountStar) for one in values.values())


def _operands(node: Any) -> Iterator[Any]:
    for argument in node.args:
        if isinstance(argument, ops.Value):
            yield argument
        elif isinstance(argument, tuple):
            yield from argument


def _nothing(node: Any) -> bool:
    """Whether something is always null."""
    match node:
        case ops.Literal():
            return node.value is None
        case ops.Cast():
            return _nothing(node.arg)
        case _ if type(node) in _SIGNS or isinstance(node, ops.TimestampAdd):
            return any(_nothing(one) for one in _operands(node))
    return False


def _named(node: Any, changed: Any) -> Any:
    """Return a text looked for between bars as one of those that stand between them."""
    if changed:
        node = node.__recreate__(changed)
    if not isinstance(node, ops.StringContains) or not isinstance(node.haystack, ops.Literal):
        return node
    bars, text = node.haystack.value, node.needle
    parts = list(_joined(text))
    if len(parts) != 3 or not all(isinstance(one, ops.Literal) and one.value == "|" for one in (parts[0], parts[2])):
        return node
    names = [ibis.literal(name).op() for name in bars.strip("|").split("|")]
    return ops.InValues(parts[1], tuple(names)) if len(names) > 1 else ops.Equals(parts[1], names[0])


def _joined(text: Any) -> Iterator[Any]:
    if isinstance(text, ops.StringConcat):
        for one in text.arg:
            yield from _joined(one)
    else:
        yield text
