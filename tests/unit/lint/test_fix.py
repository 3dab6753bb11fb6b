"""Fixes change what they say and nothing else, whatever a file looks like."""

import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privpolicy.diagnostics.fix import Deletion, Fix, Removal, Rewriting
from privpolicy.lint import fix
from privpolicy.lint.fix import Fixed, fixed, write
from privpolicy.loading.merge import merge
from privpolicy.source.path import NodePath
from privpolicy.source.span import Span
from privpolicy.source.text import SourceText
from privpolicy.syntax.document import Document
from privpolicy.syntax.locate import node_at
from privpolicy.syntax.nodes import Mapping, Sequence
from privpolicy.syntax.parse import parse
from privpolicy.syntax.plain import plain

Change = Removal | Rewriting | Deletion


def change(text: str, *changes: Change) -> Fixed:
    """Make changes, each a fix of its own, to a file that holds whatever mapping."""
    document = parse(text.encode(), "p.yaml")
    assert document.root is not None, document.diagnostics
    fixes = [Fix(str(number), (one,)) for number, one in enumerate(changes)]
    return fixed(fixes, document.root, {"p.yaml": document.text})


def changed(text: str, *changes: Change) -> str:
    done = change(text, *changes)
    assert len(done.applied) == len(changes), "every change is possible"
    return done.texts["p.yaml"]


def without(text: str, *path: str | int) -> str:
    return changed(text, Removal(path))


# --- Lists and mappings in brackets ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("a: [x, y, z]\n", 0, "a: [y, z]\n"),
        ("a: [x, y, z]\n", 1, "a: [x, z]\n"),
        ("a: [x, y, z]\n", 2, "a: [x, y]\n"),
        ("a: [ x, y ]  # why\n", 0, "a: [ y ]  # why\n"),
        ("a: [ x, y ]\n", 1, "a: [ x ]\n"),
        ("a: [x,y,z]", 1, "a: [x,z]"),
        ("a: [x,y,]\n", 1, "a: [x,]\n"),
        ("a: [x , y , z]\n", 2, "a: [x , y ]\n"),
        ("a: ['x, 1', \"y]\", z]\n", 1, "a: ['x, 1', z]\n"),
        ("a: [{k: 1, l: 2}, [m, n], z]\n", 0, "a: [[m, n], z]\n"),
        ("a: [{k: 1, l: 2}, [m, n], z]\n", 1, "a: [{k: 1, l: 2}, z]\n"),
        ("a: [k: 1, l: 2]\n", 0, "a: [l: 2]\n"),
        ("a: [k: 1 , l: 2 ]\n", 1, "a: [k: 1 ]\n"),
        ("a:\n  [x, y,\n   z]\n", 1, "a:\n  [x,\n   z]\n"),
        ("a:\n  [x, y,  # both\n   z]\n", 1, "a:\n  [x,  # both\n   z]\n"),
        ("a: [\n  x,  # 1\n  y,  # 2\n  z,  # 3\n]\n", 0, "a: [\n  y,  # 2\n  z,  # 3\n]\n"),
        ("a: [\n  x,  # 1\n  y,  # 2\n  z,  # 3\n]\n", 2, "a: [\n  x,  # 1\n  y,  # 2\n]\n"),
        ("a: [\n  x,  # 1\n  # of y\n  y   # 2\n]\n", 1, "a: [\n  x  # 1\n  # of y\n]\n"),
        ("a: [\n  x   # 1\n  , y # 2\n  , z\n]\n", 1, "a: [\n  x   # 1\n  , # 2\n  z\n]\n"),
        ("a: [x, # 1\n  y]\n", 1, "a: [x # 1\n  ]\n"),
        ("a: [\r\n\tx,\r\n\ty,\r\n]\r\n", 0, "a: [\r\n\ty,\r\n]\r\n"),
    ],
)
def test_items_leave_a_list_in_brackets(text: str, position: int, expected: str) -> None:
    assert without(text, "a", position) == expected


def test_keys_leave_a_mapping_in_brackets() -> None:
    text = 'a: {x: 1, "y" : {z: 2}, w: }\n'
    assert without(text, "a", "x") == 'a: {"y" : {z: 2}, w: }\n'
    assert without(text, "a", "y") == "a: {x: 1, w: }\n"
    assert without(text, "a", "w") == 'a: {x: 1, "y" : {z: 2} }\n'
    assert without(text, "a", "y", "z") == 'a: {x: 1, "y" : {}, w: }\n'


def test_a_list_does_not_become_empty_but_goes() -> None:
    assert without("a: {x: [1], y: 2}\n", "a", "x", 0) == "a: {y: 2}\n"
    assert without("a:\n  x: [1]  # one\n  y: 2\n", "a", "x", 0) == "a:\n  y: 2\n"
    assert without("a:\n  x:\n    - 1\n    # no more\n  y: 2\n", "a", "x", 0) == "a:\n    # no more\n  y: 2\n"
    assert without("a: [[1], 2]\n", "a", 0, 0) == "a: [2]\n"


# --- Lists and mappings by lines ------------------------------------------------------------------------------------

LINES = """\
a:
  # of x
  - x  # 1

  # of y
  - y  # 2
  - k: 1
    # of l
    l: 2
  - |
    text  # no comment

  - z"""


@pytest.mark.parametrize(
    ("position", "gone"),
    [(0, "  - x  # 1\n\n"), (1, "  - y  # 2\n"), (2, "  - k: 1\n    # of l\n    l: 2\n"), (4, "\n  - z")],
)
def test_items_leave_with_their_lines(position: int, gone: str) -> None:
    rest = LINES.replace(gone, "\n" if gone.endswith("\n\n") else "", 1)
    assert without(LINES, "a", position) == rest
    assert without(LINES.replace("\n", "\r\n"), "a", position) == rest.replace("\n", "\r\n")


def test_a_text_in_a_block_leaves_whole() -> None:
    assert without(LINES, "a", 3) == LINES.replace("  - |\n    text  # no comment\n", "")


def test_the_first_key_behind_a_dash() -> None:
    assert without(LINES, "a", 2, "l") == LINES.replace("    l: 2\n", "")
    assert without("a:\n- k: 1\n  l: 2\n", "a", 0, "k") == "a:\n- l: 2\n"
    assert without("a:\n- k: 1\n", "a", 0, "k") == "a:\n- {}\n"
    assert without("a:\n- - x\n  - y\n- z\n", "a", 0, 0) == "a:\n- - y\n- z\n"
    assert not change(LINES, Removal(("a", 2, "k"))).applied, "the comment between would be lost"


def test_keys_leave_with_what_stands_below() -> None:
    text = "a:\n  x:  # 1\n    y: [1,\n      2]  # 2\n\n  z: 3\n\nb: 4\n"
    assert without(text, "a", "x") == "a:\n\n  z: 3\n\nb: 4\n"
    assert without(text, "a", "z") == "a:\n  x:  # 1\n    y: [1,\n      2]  # 2\n\nb: 4\n"
    assert without(text, "a", "x", "y") == "a:\n  x: {}  # 1\n\n  z: 3\n\nb: 4\n"
    assert without(text, "b") == "a:\n  x:  # 1\n    y: [1,\n      2]  # 2\n\n  z: 3\n\n"


def test_items_at_the_margin_of_their_key() -> None:
    assert without("a:\n- x\n-\n  y\n- z", "a", 2) == "a:\n- x\n-\n  y"
    assert without("a:\n- x\n-\n  y\n- z", "a", 1) == "a:\n- x\n- z"


def test_a_comment_must_not_become_text() -> None:
    text = "a:\n- |\n  text\n- y\n  # a comment\n- z\n"
    assert change(text, Removal(("a", 1))) == Fixed({}, ())


def test_nothing_is_left_of_a_file() -> None:
    assert change("a: 1\n", Removal(("a",))) == Fixed({}, ())
    assert change("a: [x]\n", Removal(("a", 0))) == Fixed({}, ())


def test_what_is_not_written_cannot_be_changed() -> None:
    text = "a: {b: 1}\n"
    for path in (("a", "c"), ("c",), ("a", "b", 0), (), ("a", 0)):
        assert change(text, Removal(path), Rewriting(path, "x")).applied == ()
    assert change("a: {b: }\n", Rewriting(("a", "b"), "x")).applied == ()
    assert change(text, Rewriting(("a",), "x")).applied == ()


# --- Scalars and keys -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "new", "expected"),
    [
        ("a: {b: old}  # 1\n", "new", "a: {b: new}  # 1\n"),
        ("a: {b: 'old'}\n", "it's", "a: {b: 'it''s'}\n"),
        ('a: {b: "old"}\n', 'a "b"', 'a: {b: "a \\"b\\""}\n'),
        ("a: {b: old}\n", "x: y", "a: {b: 'x: y'}\n"),
        ("a: {b: old}\n", "x, y", "a: {b: 'x, y'}\n"),
        ("a: {b: old}\n", "x #y", "a: {b: 'x #y'}\n"),
        ("a: {b: old}\n", "- x", "a: {b: '- x'}\n"),
        ("a: {b: old}\n", "", "a: {b: ''}\n"),
        ("a: {b: old}\n", "two\nlines", 'a: {b: "two\\nlines"}\n'),
        ("a: {b: old}\n", "true", "a: {b: true}\n"),
        ("a: {b: P10Y}\n", "P5Y", "a: {b: P5Y}\n"),
        ("a: {b: dpv:Old}\n", "dpv:New", "a: {b: dpv:New}\n"),
        ("a:\n  b: |\n    old\n\n  c: 1\n", "new", "a:\n  b: 'new'\n\n  c: 1\n"),
        ("a:\n  b: old\n    and older\n  c: 1\n", "new", "a:\n  b: new\n  c: 1\n"),
    ],
)
def test_scalars_are_rewritten(text: str, new: str, expected: str) -> None:
    assert changed(text, Rewriting(("a", "b"), new)) == expected


def test_keys_are_renamed_where_they_stand() -> None:
    text = "a:\n  'x' : 1\n  y: 2  # y\n  z: {x: 1}\n"
    assert changed(text, Rewriting(("a", "y"), "w", on_key=True)) == text.replace("y: 2", "w: 2")
    assert changed(text, Rewriting(("a", "x"), "w", on_key=True)) == text.replace("'x' :", "'w' :")
    assert change(text, Rewriting(("a", "y"), "z", on_key=True)).applied == (), "there is a `z`"


def test_changes_of_one_fix_are_made_together() -> None:
    text = "a: {x: 1, y: [x, z]}\nb: [x]\n"
    document = parse(text.encode(), "p.yaml")
    assert document.root
    several = (Rewriting(("a", "x"), "w", on_key=True), Rewriting(("a", "y", 0), "w"), Rewriting(("b", 0), "w"))
    sources = {"p.yaml": document.text}
    assert fixed([Fix("rename", several)], document.root, sources).texts == {"p.yaml": "a: {w: 1, y: [w, z]}\nb: [w]\n"}
    broken = Fix("half", (several[0], Removal(("nowhere",))))
    assert fixed([broken], document.root, sources) == Fixed({}, ())
    both = Fix("both", (Removal(("a", "y", 0)), Removal(("a", "y", 1))))
    assert fixed([both], document.root, sources).texts == {"p.yaml": "a: {x: 1}\nb: [x]\n"}


# --- Stretches of text ----------------------------------------------------------------------------------------------


def test_comments_are_deleted() -> None:
    text = "a: 1  # one\n  # two\nb: [x,  # three\n  y]\n"
    assert changed(text, Deletion(Span("p.yaml", 1, 7, 1, 12))) == text.replace("  # one", "")
    assert changed(text, Deletion(Span("p.yaml", 2, 3, 2, 8))) == text.replace("  # two\n", "")
    assert changed(text, Deletion(Span("p.yaml", 3, 9, 3, 16))) == text.replace("  # three", "")
    assert change(text, Deletion(Span("p.yaml", 1, 4, 1, 5))).applied == (), "no comment"


# --- Several fixes --------------------------------------------------------------------------------------------------


def test_a_list_is_changed_by_one_fix_at_a_time() -> None:
    text = "a: [x, y, z]\nb: [x, y]\n"
    done = change(text, Removal(("a", 0)), Removal(("a", 1)), Removal(("b", 1)), Rewriting(("a",), "x"))
    assert done.texts == {"p.yaml": "a: [y, z]\nb: [x]\n"}
    assert [fix.title for fix in done.applied] == ["0", "2"]


def test_keys_may_leave_together() -> None:
    assert changed("a:\n  x: 1\n  y: 2\n", Removal(("a", "x")), Removal(("a", "y"))) == "a: {}\n"
    assert changed("a: {x: 1, y: 2, z: 3}\n", Removal(("a", "z")), Removal(("a", "y"))) == "a: {x: 1}\n"
    assert changed("a: {x: 1, y: 2, z: 3}\n", Removal(("a", "x")), Removal(("a", "y"))) == "a: {z: 3}\n"


def test_what_lies_within_another_change_waits() -> None:
    text = "a: {x: {y: [1, 2]}, z: 1}\n"
    assert [one.title for one in change(text, Removal(("a", "x")), Removal(("a", "x", "y", 0))).applied] == ["0"]
    assert [one.title for one in change(text, Removal(("a", "x", "y", 0)), Removal(("a", "x"))).applied] == ["0"]
    assert [one.title for one in change(text, Removal(("a", "x")), Removal(("a", "x"))).applied] == ["0"]


def test_many_fixes_of_a_file_read_it_a_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where one of them cannot be made, or each has a comment to delete."""
    number = 200
    text = "".join(f"k{one}: [x, y]  # gone\n" for one in range(number)) + "last:\n  ? a\n  : [x]\n  b: y\n"
    comments = [
        Deletion(Span("p.yaml", one + 1, len(f"k{one}: [x, y]  ") + 1, one + 1, len(f"k{one}: [x, y]  # gone") + 1))
        for one in range(number)
    ]
    removals = [Removal((f"k{one}", 1)) for one in range(number)]
    read: list[str] = []

    def counting(data: bytes, name: str) -> Document:
        read.append(name)
        return parse(data, name)

    monkeypatch.setattr(fix, "parse", counting)
    done = change(text, *removals, Removal(("last", "a")), *comments)
    assert len(done.applied) == 2 * number
    assert done.texts["p.yaml"].startswith("k0: [x]\nk1: [x]\n")
    assert len(read) < 60


def test_one_that_cannot_be_made_does_not_keep_the_others_back() -> None:
    text = "a:\n- |\n  text\n- y\n  # a comment\n- z\nb: [x, y]\n"
    done = change(text, Removal(("a", 1)), Removal(("b", 0)))
    assert [fix.title for fix in done.applied] == ["1"]
    assert done.texts == {"p.yaml": text.replace("[x, y]", "[y]")}


def test_files_of_a_policy_are_changed_each() -> None:
    texts = {"a.yaml": "purposes:\n  x: {}\n  y: {}\n", "b.yaml": "purposes: {z: {title: Z}}\nevents: {e: }\n"}
    documents = [parse(text.encode(), name) for name, text in texts.items()]
    tree, found = merge([one.root for one in documents if one.root], whole=True)
    assert tree is not None
    assert not found
    fix = Fix("both", (Removal(("purposes", "x")), Removal(("purposes", "z"))))
    done = fixed([fix], tree, {one.text.file: one.text for one in documents})
    assert done.texts == {"a.yaml": "purposes:\n  y: {}\n", "b.yaml": "purposes: {}\nevents: {e: }\n"}


# --- Any layout -----------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(["x", "y-z", "contact.email", "'a, b'", '"c # d"', "it's", "a#b", "P1Y", "2019-11-15", "a: b"])
VALUES = st.recursive(
    WORDS,
    lambda below: (
        st.lists(below, min_size=1, max_size=4)
        | st.dictionaries(st.sampled_from(["k", "l", "m", "'n o'"]), below, min_size=1, max_size=4)
    ),
    max_leaves=9,
)


class Layout:
    """Writes values in a random layout, with a comment of its own wherever one may stand."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.comments = 0

    def chance(self) -> bool:
        return bool(self.draw(st.booleans()))

    def comment(self) -> str:
        if not self.chance():
            return ""
        self.comments += 1
        return f"# c{self.comments}."

    def end(self) -> str:
        comment = self.comment()
        return f"  {comment}\n" if comment else "\n"

    def above(self, margin: int) -> str:
        comment = self.comment()
        return ("\n" if self.chance() else "") + (" " * margin + comment + "\n" if comment else "")

    def brackets(self, value: Any, margin: int) -> str:
        if isinstance(value, str):
            return "'a: b'" if value == "a: b" else value
        parts = [self.brackets(one, margin) for one in value] if isinstance(value, list) else [
            f"{key}: {self.brackets(below, margin)}" for key, below in value.items()
        ]  # fmt: skip
        several = self.chance()
        broken = " " * (margin + 1) if several else ""
        text = "[{"[isinstance(value, dict)] + (self.end() if several else "")
        for number, part in enumerate(parts):
            last = number == len(parts) - 1
            text += broken + part + ("," if not last or self.chance() else "")
            text += self.end() if several else "" if last else " "
        return text + broken + "]}"[isinstance(value, dict)]

    def block(self, value: Any, margin: int) -> str:
        """Write a value behind its key or dash, with the end of its line."""
        if isinstance(value, str) and value == "a: b":
            return " |\n" + " " * margin + "a: b # no comment\n"
        if isinstance(value, str) or self.chance():
            return " " + self.brackets(value, margin) + self.end()
        text = self.end()
        for one in value:
            text += self.above(margin) + " " * margin
            text += "-" + self.block(one, margin + 2) if isinstance(value, list) else (
                f"{one}:" + self.block(value[one], margin + 2)
            )  # fmt: skip
        return text


def paths(value: Any, path: NodePath = ()) -> list[NodePath]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [one for step, inner in below for one in ((*path, step), *paths(inner, (*path, step)))]


def left(value: Any, path: Iterable[str | int]) -> Any:
    """Take away what stands at a path, and a list that would be empty with it."""
    *above, step = path
    parent = value
    for one in above:
        parent = parent[one]
    del parent[step]
    return left(value, above) if parent == [] else value


@st.composite
def cases(draw: Any) -> tuple[str, NodePath]:
    layout = Layout(draw)
    value = draw(st.dictionaries(st.sampled_from(["p", "q", "r"]), VALUES, min_size=2, max_size=3))
    text = layout.above(0) + "".join(f"{key}:{layout.block(below, 2)}{layout.above(0)}" for key, below in value.items())
    if layout.chance():
        text = text.rstrip("\n")
    if layout.chance():
        text = text.replace("\n", "\r\n")
    root = parse(text.encode(), "p.yaml").root
    assert root is not None, text
    return text, draw(st.sampled_from(paths(plain(root))))


@given(cases())
def test_only_what_is_meant_goes(case: tuple[str, NodePath]) -> None:
    text, path = case
    root = parse(text.encode(), "p.yaml").root
    assert isinstance(root, Mapping)
    done = change(text, Removal(path))
    wanted = left(plain(root), path)
    if not done.applied:
        # A comment behind a block text, or between the two keys behind a dash, stands in the way.
        assert " |" in text or "- " in text or not wanted, text
        return
    new = done.texts["p.yaml"]
    after = parse(new.encode(), "p.yaml").root
    assert after is not None
    assert plain(after) == wanted
    assert {line for line in _comments(text) if line in new} >= _comments(text) - _comments_within(text, root, path)


def _comments(text: str) -> set[str]:
    return {word for word in text.split() if word.startswith("c") and word.endswith(".")}


def _comments_within(text: str, root: Mapping, path: NodePath) -> set[str]:
    """Return the comments on the lines of what goes, up to the key of a list that would be empty."""
    while path and (parent := node_at(root, path[:-1])) and len(getattr(parent, "items", ())) == 1:
        path = path[:-1]
    node = node_at(root, path)
    assert node is not None
    parent = node_at(root, path[:-1])
    lines = SourceText("", text).lines
    first = parent.entries[str(path[-1])][0].line if isinstance(parent, Mapping) else node.line
    if isinstance(parent, Sequence) and not lines[parent.line - 1][parent.column - 1 :].startswith("["):
        while not lines[first - 1][parent.column - 1 :].startswith("-"):
            first -= 1
    return _comments("\n".join(lines[first - 1 : node.end_line]))


# --- Writing --------------------------------------------------------------------------------------------------------


def test_files_are_written_whole(tmp_path: Path) -> None:
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    one.write_bytes(b"\xef\xbb\xbfa: 1\r\n")
    two.write_bytes(b"a: 1\n")
    one.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(two)
    write({str(one): "a: é\r\n", str(link): "a: 3\n"})
    assert one.read_bytes() == b"\xef\xbb\xbfa: \xc3\xa9\r\n"
    assert stat.S_IMODE(one.stat().st_mode) == 0o640
    assert two.read_bytes() == b"a: 3\n"
    assert link.is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.yaml", "one.yaml", "two.yaml"]


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    one = tmp_path / "one.yaml"
    one.write_bytes(b"a: 1\n")
    with pytest.raises(OSError, match="gone"):
        write({str(one): "a: 2\n", str(tmp_path / "gone.yaml"): "a: 2\n"})
    assert one.read_bytes() == b"a: 1\n"
    assert [path.name for path in tmp_path.iterdir()] == ["one.yaml"]
