"""From bytes to nodes with their places."""

import time
from importlib import util
from pathlib import Path

import pytest

from privpolicy.source.text import SourceText
from privpolicy.syntax.events import c_events, fastest_events, pure_events
from privpolicy.syntax.nodes import Mapping, Node, Scalar, Sequence, Unread
from privpolicy.syntax.parse import parse
from privpolicy.syntax.plain import plain

ROOT = Path(__file__).parents[3]
TEXTS = [
    "a: 1\nb:\n  - x\n  - 'it''s'\n  -\n  # between\n  - y\nc: {d: [e, f], g: {}, h: }\n# end\n",
    'a: |\n  text\n\n  more\n\n# c\n\nb: >-\n  fold\n  x\nc:\nd: {}\ne: "q\n  r"\nf: x\n  y\n\ng: |+\n\n  a\n\n\n',
    "a:\r\n  - b: é\r\n    c: 😀 d\r\ne: f\r\n",
    "list:\n- a\n- b: c\n  d: e\n-   - f\n    - g\n",
    "at: {from: 2019-11-15T10:00:00Z, dpv: dpv:Marketing, url: https://a.eu/b?c=d&e, f: [a?b, c:d], g: '?:'}\n",
    "{a: b, c: [d, {e: f}]}",
    "? a\n: b\n\"quoted key\": 'x'\n",
    "a: x # c\nb: 'y' # d\nc: [ 1 , 2 ] # e\n",
    'a: "\\ue000 \ue000:\ue001"\nb: {c: d:e}\n',
]


def root(text: str) -> Mapping:
    document = parse(text.encode(), "policy.yaml")
    assert not document.diagnostics
    assert document.root is not None
    return document.root


def policies() -> list[Path]:
    return sorted([*(ROOT / "policies").rglob("*.yaml"), *(ROOT / "tests" / "faults").rglob("*.yaml")])


@pytest.mark.parametrize("text", TEXTS)
def test_both_parsers_give_the_same_tree(text: str) -> None:
    fast, pure = (parse(text.encode(), "policy.yaml", events) for events in (c_events, pure_events))
    assert not fast.diagnostics
    assert not pure.diagnostics
    assert fast.root == pure.root


@pytest.mark.parametrize("path", policies(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_both_parsers_agree_on_real_and_on_broken_files(path: Path) -> None:
    fast, pure = (parse(path.read_bytes(), "policy.yaml", events) for events in (c_events, pure_events))
    assert fast.root == pure.root
    assert [str(one) for one in fast.diagnostics] == [str(one) for one in pure.diagnostics]


def test_pure_parser_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    source = SourceText("policy.yaml", "a: b\n")
    fast = [type(event).__name__ for event in fastest_events(source)]
    monkeypatch.setattr("privpolicy.syntax.events.find_spec", lambda _: None)
    pure = [type(event).__name__ for event in fastest_events(source)]
    assert fast == pure
    assert util.find_spec("_ruamel_yaml") is not None


def spans(node: Node) -> tuple[int, int, int, int]:
    return (node.line, node.column, node.end_line, node.end_column)


def test_places_are_exact() -> None:
    tree = root("a:\n  - x\n  - [y,\n     é, z]\nb: |\n  text\n\nc:\n")
    key, value = tree.entries["a"]
    assert spans(key) == (1, 1, 1, 2)
    assert isinstance(value, Sequence)
    assert spans(value) == (2, 3, 4, 11)
    flow = value.items[1]
    assert isinstance(flow, Sequence)
    assert spans(flow.items[2]) == (4, 9, 4, 10)
    assert spans(tree.entries["b"][1]) == (5, 4, 6, 7)
    assert spans(tree.entries["c"][1]) == spans(tree.entries["c"][0]) == (8, 1, 8, 2)
    assert spans(tree) == (1, 1, 8, 2)


def test_what_cannot_be_taken_is_passed_over() -> None:
    document = parse(b"a: &x {b: 1}\nc: *x\n<<: *x\nd: !t 5\n? [e]\n: f\na: 2\n---\ng: h\n", "policy.yaml")
    assert document.root is not None
    assert list(document.root.entries) == ["a", "c", "d"]
    assert isinstance(document.root.entries["c"][1], Unread)
    assert not document.root.whole
    assert plain(document.root) == {"a": {"b": 1}, "c": None, "d": 5}
    assert [one.code.name for one in document.diagnostics] == [
        "yaml-anchor",
        "yaml-alias",
        "yaml-alias",
        "yaml-merge-key",
        "yaml-tag",
        "key-not-text",
        "duplicate-key",
        "second-document",
    ]


def test_quoted_merge_sign_is_a_key() -> None:
    assert list(root("'<<': {}\n").entries) == ["<<"]


def test_scalars_remember_their_quotes() -> None:
    entries = root("a: 1\nb: '1'\n").entries
    (_, one), (_, two) = entries["a"], entries["b"]
    assert isinstance(one, Scalar)
    assert isinstance(two, Scalar)
    assert (one.plain, two.plain) == (True, False)


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a: [b\n", 1, 4, "expected `,` or `]`"),
        ("a: [b,\n  c\nd: e\n", 1, 4, "`[` is opened here and not closed"),
        ("a: 'b\nc: d\n", 1, 4, "a quote is opened here and never closed"),
        ('a: "\\q"\n', 1, 5, "an escape that YAML does not know"),
        ("a: 1\n  b: 2\n", 2, 4, "a `:` stands where no key can stand"),
        ("- a\nb: c\n", 2, 1, "expected a list item that starts with `-`"),
        ("a: 'b'c\n", 1, 7, "expected a key here"),
        ("a:\n\tb: c\n", 2, 1, "the line is indented with a tab"),
        ("a: %b\n", 1, 4, "a value cannot start with `%`"),
        ("a: - b\n", 1, 4, "a list item cannot start here"),
        ("a: b\nc\n", 2, 1, "expected a `:` after this key"),
        ("a: |x\n  b\n", 1, 5, "`|` or `>` opens a block of text, and only its indentation may follow"),
        ("a: b\n...\nc: d\n", 3, 1, "text stands after the end of the document"),
        ("a: & b\n", 1, 5, "`&` opens an anchor"),
    ],
)
def test_syntax_faults_are_told_plainly(text: str, line: int, column: int, message: str) -> None:
    document = parse(text.encode(), "policy.yaml")
    (diagnostic,) = document.diagnostics
    assert diagnostic.span is not None
    assert diagnostic.message == message
    assert (diagnostic.span.line, abs(diagnostic.span.column - column) <= 2) == (line, True)


def test_thousands_of_activities_are_read_at_once() -> None:
    activity = "  a{}:\n    title: T\n    purposes: [p, q]\n    data: [a, b, c, d]\n    when: {{f: true}}\n"
    data = ("activities:\n" + "".join(activity.format(number) for number in range(3_000))).encode()
    start = time.process_time()
    document = parse(data, "policy.yaml")
    assert document.root is not None
    plain(document.root)
    assert time.process_time() - start < 3
