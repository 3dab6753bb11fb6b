"""How a case failed, in plain lines, for formats that other programs read."""

from collections.abc import Iterator

from privpolicy.testing.report import Result
from privpolicy.testing.reproduce import reproduce


def differences_lines(result: Result) -> Iterator[str]:
    """Yield what was expected and what was answered, why, and how to ask again."""
    for difference in result.differences:
        yield f"{difference.stated.key}:"
        yield from (f"  - {one}  (expected)" for one in difference.lacking)
        yield from (f"  + {one}  (answered)" for one in difference.surplus)
    for reason in result.decision.reasons:
        yield f"{reason.code}: {reason.message}{f' ({reason.at})' if reason.at is not None else ''}"
    yield f"ask again: {reproduce(result)}"
