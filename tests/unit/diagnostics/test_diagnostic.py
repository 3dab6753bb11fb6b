"""Diagnostics: their order, their form for machines, and the exception that carries them."""

from privpolicy.diagnostics.codes import code_named
from privpolicy.diagnostics.diagnostic import Diagnostic, Related
from privpolicy.diagnostics.errors import PolicyError
from privpolicy.source.span import Span


def at(line: int, column: int, file: str = "a.yaml", code: str = "unknown-purpose") -> Diagnostic:
    return Diagnostic.of(code_named(code), "message", Span(file, line, column, line, column + 2), "advice")


def test_sorts_by_place() -> None:
    nowhere = Diagnostic.of(code_named("missing-path"), "message", None)
    in_order = [nowhere, at(1, 2), at(1, 10), at(2, 1), at(10, 1), at(1, 1, "b.yaml")]
    shuffled = [in_order[position] for position in (3, 5, 0, 4, 2, 1)]
    assert sorted(shuffled) == in_order


def test_speaks_to_machines() -> None:
    related = Related("first here", Span("b.yaml", 3, 4, 3, 5))
    diagnostic = Diagnostic.of(code_named("duplicate-id"), "twice", Span("a.yaml", 1, 2, 1, 4), "keep one", related)
    assert diagnostic.to_dict() == {
        "code": "PP102",
        "severity": "error",
        "message": "twice",
        "help": "keep one",
        "file": "a.yaml",
        "line": 1,
        "column": 2,
    }
    assert Diagnostic.of(code_named("missing-path"), "gone", None).to_dict()["line"] is None


def test_exception_sums_up() -> None:
    warning = at(1, 1, code="endless-phase")
    error = PolicyError((warning, at(2, 1)))
    assert str(error) == "the policy has 1 error\n  a.yaml:2:1: error[PP201] message"
    assert error.diagnostics[0] is warning
    many = PolicyError(tuple(at(line, 1) for line in range(12)))
    assert str(many).startswith("the policy has 12 errors\n")
    assert str(many).endswith("\n  and 2 more")
