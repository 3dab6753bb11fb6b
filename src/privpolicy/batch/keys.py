"""Keys by which rows of two tables belong together."""

from ibis import Value

from privpolicy.batch.errors import TableError

_ALIKE = ("is_string", "is_integer", "is_uuid", "is_binary", "is_date", "is_decimal")


def in_one_type(one: Value, other: Value, path: str) -> tuple[Value, Value]:
    """Return a key of the table and one of its side table in one type: a text beside a number is read as one.

    Raises :class:`TableError` where they cannot be the same.
    """
    if one.type().is_string() and other.type().is_integer():
        return one.cast(other.type()), other
    if one.type().is_integer() and other.type().is_string():
        return one, other.cast(one.type())
    if not any(getattr(one.type(), test)() and getattr(other.type(), test)() for test in _ALIKE):
        raise TableError(f"the key of {path} is {one.type()} here and {other.type()} there", "cast one of them")
    return one, other
