"""Comments take back what stands on their line, if they say what and why."""

import time

import pytest

from privpolicy.diagnostics.codes import Code, code_named
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.fix import Deletion
from privpolicy.lint.fix import fixed
from privpolicy.lint.suppress import SUPPRESSION_CODES, Suppressed, suppress
from privpolicy.source.span import Span
from privpolicy.source.text import SourceText
from privpolicy.syntax.parse import parse

KNOWN = frozenset({"PP909", "PP610", "PP940", "PP502", "PP201"})
RAN = KNOWN - {"PP610"}


def found(code: str, line: int, file: str = "p.yaml") -> Diagnostic:
    return Diagnostic.of(Code(code, "name", "error", "summary"), "wrong", Span(file, line, 3, line, 9))


def run(text: str, *diagnostics: Diagnostic, ran: frozenset[str] = RAN) -> Suppressed:
    return suppress(diagnostics, {"p.yaml": SourceText("p.yaml", text)}, ran, KNOWN)


def told(left: Suppressed) -> list[str]:
    return [f"{one.span.line}:{one.span.column} {one.code.id} {one.message}" for one in left.own if one.span]


def test_a_comment_behind_something_speaks_of_its_line() -> None:
    text = "a: 1  # privpolicy: ignore[PP909] known since May\nb: 2\n"
    left = run(text, found("PP909", 1), found("PP909", 2), found("PP610", 1), found("PP909", 1, "q.yaml"))
    assert left.taken_back == 1
    assert left.kept == (found("PP909", 2), found("PP610", 1), found("PP909", 1, "q.yaml"))
    assert left.own == ()


def test_one_that_stands_alone_speaks_of_the_next_line() -> None:
    text = "# privpolicy: ignore[PP909] why\r\n\r\n  # privpolicy: ignore[PP610] why\r\n# more\r\na: 1\r\nb: 1\r\n"
    left = run(text, found("PP909", 5), found("PP610", 5), found("PP909", 6))
    assert left == Suppressed((found("PP909", 6),), 2, ())
    assert told(run("a: 1\n# privpolicy: ignore[PP909] why", found("PP909", 1))) == [
        "2:1 PP940 no `PP909` to take back here"
    ]


def test_several_codes_and_several_findings() -> None:
    left = run("a: 1 #privpolicy:ignore[ PP909 ,PP610 ]: why\n", *[found("PP909", 1)] * 2, found("PP610", 1))
    assert left == Suppressed((), 3, ())


def test_a_comment_may_say_something_before() -> None:
    left = run("a: 1  # this is so  # privpolicy: ignore[PP909] why\n", found("PP909", 1))
    assert left == Suppressed((), 1, ())


@pytest.mark.parametrize(
    "text",
    [
        "a: 'x # privpolicy: ignore[PP909] y'\n",
        'a: "x # privpolicy: ignore[PP909] y"\n',
        "a: x#privpolicy: ignore[PP909] y\n",
        "a: |\n  x\n  # privpolicy: ignore[PP909] y\n",
        "a:\n- >-\n\n    x # privpolicy: ignore[PP909] y\n  \n    z\n",
        "a: 'x\n\n  # privpolicy: ignore[PP909] y'\n",
        "a: {b: ['x # privpolicy: ignore[PP909] y']}\n",
        "a: [x, y # it's fine\n, 'z # privpolicy: ignore[PP909] y']\n",
        "a: |2 # a header\n    x\n   # privpolicy: ignore[PP909] y\n",
        "a: 1  # see `# privpolicy: ignore[PP909] y`\n",
    ],
)
def test_what_is_no_comment_takes_nothing_back(text: str) -> None:
    everywhere = [found("PP909", line) for line in range(1, 8)]
    assert run(text, *everywhere) == Suppressed(tuple(everywhere), 0, ())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: it's # privpolicy: ignore[PP909] y\n", 1),
        ('a: x "y # privpolicy: ignore[PP909] y"\n', 1),
        ("a: x\n  'y # privpolicy: ignore[PP909] y'\n", 2),
        ("a: |\n  x\n # privpolicy: ignore[PP909] y\nb: 1\n", 4),
        ("a: | # privpolicy: ignore[PP909] y\n  x\n", 1),
        ("a: 'it''s' # privpolicy: ignore[PP909] y\n", 1),
        ("a: [x,\n    # privpolicy: ignore[PP909] y\n  y]\n", 3),
        ("a: {b: 'x\n  y'} # privpolicy: ignore[PP909] y\n", 2),
    ],
)
def test_what_is_a_comment_does(text: str, line: int) -> None:
    assert parse(text.encode(), "p.yaml").root is not None
    assert run(text, found("PP909", line)).taken_back == 1


def test_errors_of_loading_are_not_taken_back() -> None:
    error = Diagnostic.of(code_named("unknown-purpose"), "wrong", Span("p.yaml", 1, 1, 1, 2))
    warning = Diagnostic.of(code_named("endless-phase"), "endless", Span("p.yaml", 1, 1, 1, 2))
    left = run("a: 1  # privpolicy: ignore[PP201, PP502] why\n", error, warning)
    assert left.kept == (error,)
    assert left.taken_back == 1
    assert told(left) == ["1:28 PP942 `PP201` cannot be taken back by a comment"]


def test_what_belongs_to_no_file_stays() -> None:
    nowhere = Diagnostic.of(code_named("endless-phase"), "endless", None)
    assert run("a: 1  # privpolicy: ignore[PP909] why\n", nowhere).kept == (nowhere,)


# --- Comments that are themselves wrong -----------------------------------------------------------------------------


def test_a_comment_without_a_reason_works_and_is_told() -> None:
    left = run("a: 1  # privpolicy: ignore[PP909, PP610]\n", found("PP909", 1), found("PP610", 1))
    assert left.taken_back == 2
    assert told(left) == ["1:7 PP941 `PP909` and `PP610` taken back without a reason"]
    assert [one.severity for one in left.own] == ["warning"]


def test_an_unused_comment_is_told_if_its_check_was_asked() -> None:
    text = "a: 1  # privpolicy: ignore[PP909] why\nb: 1 # privpolicy: ignore[PP610] why\n"
    assert told(run(text)) == ["1:7 PP940 no `PP909` to take back here"]
    assert told(run(text, ran=frozenset())) == []


@pytest.mark.parametrize(
    ("codes", "left"),
    [
        ("PP909", "a: 1\nb: 2\n"),
        ("PP909, PP502", "a: 1\nb: 2\n"),
        ("PP909, PP610", "a: 1  # privpolicy: ignore[PP610] why\nb: 2\n"),
        ("PP610 , PP909", "a: 1  # privpolicy: ignore[PP610] why\nb: 2\n"),
        ("PP909,PP502, PP610", "a: 1  # privpolicy: ignore[PP610] why\nb: 2\n"),
        ("PP909, PP610, PP502", "a: 1  # privpolicy: ignore[PP610] why\nb: 2\n"),
    ],
)
def test_what_is_unused_can_be_removed(codes: str, left: str) -> None:
    text = f"a: 1  # privpolicy: ignore[{codes}] why\nb: 2\n"
    document = parse(text.encode(), "p.yaml")
    own = run(text).own
    assert document.root
    assert [one.code.id for one in own] == ["PP940"]
    assert all(isinstance(change, Deletion) for one in own if one.fix for change in one.fix.changes)
    done = fixed([one.fix for one in own if one.fix], document.root, {"p.yaml": document.text})
    assert done.texts == {"p.yaml": left}


def test_a_whole_line_goes_with_its_comment() -> None:
    text = "a: 1\n  # privpolicy: ignore[PP909] why\nb: 2  # kept # privpolicy: ignore[PP909] why\n"
    document = parse(text.encode(), "p.yaml")
    assert document.root
    fixes = [one.fix for one in run(text).own if one.fix]
    assert fixed(fixes, document.root, {"p.yaml": document.text}).texts == {"p.yaml": "a: 1\nb: 2  # kept\n"}


@pytest.mark.parametrize(
    "comment",
    [
        "ignore",
        "ignore PP909",
        "ingore[PP909] why",
        "ignore[] why",
        "ignore[PP909 why",
        "disable[PP909]",
        "",
        "ignore[,]",
    ],
)
def test_a_comment_that_is_misspelt_is_an_error(comment: str) -> None:
    left = run(f"a: 1  # privpolicy: {comment}\n", found("PP909", 1))
    assert left.taken_back == 0
    assert told(left) == ["1:7 PP942 a comment to the linter that it does not understand"]
    assert left.own[0].severity == "error"
    assert left.own[0].help
    assert "privpolicy: ignore[" in left.own[0].help


def test_a_code_that_does_not_exist_is_an_error() -> None:
    left = run("a: 1  # privpolicy: ignore[PP9009, pp909, PP909] why\n", found("PP909", 1))
    assert left.taken_back == 1
    assert told(left) == ["1:28 PP942 no check is called `PP9009`", "1:36 PP942 no check is called `pp909`"]
    assert left.own[0].help == left.own[1].help == "did you mean `PP909`?"


def test_what_is_wrong_with_comments_is_not_taken_back_by_comments() -> None:
    assert told(run("# privpolicy: ignore[PP940] why\na: 1\n")) == [
        "1:22 PP942 `PP940` cannot be taken back by a comment"
    ]
    assert [code.id for code in SUPPRESSION_CODES] == ["PP940", "PP941", "PP942"]


def test_a_long_text_is_searched_quickly() -> None:
    lines = (
        "  a: {{purposes: [a, b], title: 'it''s', data: [x]}} # why {0}\n  b{0}:\n    - it's\n    - c: |\n        t\n"
    )
    text = "".join(lines.format(number) for number in range(14_000))
    text += "a: 1  # privpolicy: ignore[PP909] why\n"
    assert len(text) > 1_000_000
    start = time.process_time()
    assert run(text, found("PP909", text.count("\n"))).taken_back == 1
    assert time.process_time() - start < 2, "less than half a second on a machine with nothing else to do"
