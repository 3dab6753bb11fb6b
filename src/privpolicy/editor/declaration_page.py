"""A declaration on a page in Markdown: what it is, what it inherits, how it is written, and what names it."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from privpolicy.diagnostics.wording import listed
from privpolicy.editor.hierarchy import broader, inherited, narrower
from privpolicy.editor.kinds import BUILT_IN, SECTION_OF, Kind
from privpolicy.editor.known_law import cited, words_of
from privpolicy.editor.view import View, node_below, texts
from privpolicy.model.activity import Activity
from privpolicy.output.titles import built_in_title
from privpolicy.syntax.nodes import Mapping, Node, Scalar

_MOST_NAMES = 8
_MOST_LINES = 14
_MOST_FILES = 3


def declaration_page(view: View, kind: Kind, name: str) -> str:
    """Write all that is known of an id."""
    return "\n\n".join(part for part in _parts(view, kind, name) if part)


def summary(view: View, kind: Kind, name: str) -> str | None:
    """Return the title of an id, in the reader's language."""
    if name in BUILT_IN.get(kind, ()):
        return built_in_title(SECTION_OF[kind], name)
    return _words(node_below(view.written(kind, name), ("title",)))


def _parts(view: View, kind: Kind, name: str) -> Iterator[str]:
    title = summary(view, kind, name)
    yield f"**{kind}** `{name}`" + (f" — {title}" if title else "")
    if name in BUILT_IN.get(kind, ()):
        yield "built into the language"
    written = view.written(kind, name)
    yield _words(node_below(written, ("description",))) or ""
    yield "\n".join(f"- {line}" for line in _lines(view, kind, name))
    declared = view.declaration(kind, name)
    if declared is not None:
        path, found = declared
        yield _source(view.sheets[path].lines, found.node, written)
        yield f"declared in [{_short(view, path)}:{found.node.line}]({path.as_uri()}#L{found.node.line})"
    elif name not in BUILT_IN.get(kind, ()):
        yield "not declared"
    yield _named(view, kind, name)


def _lines(view: View, kind: Kind, name: str) -> Iterator[str]:
    above, below = broader(view, kind, name), narrower(view, kind, name)
    if above:
        yield f"narrower than {_names(above)}"
    if below:
        yield f"broader than {_names(below)}"
    for key, value, source in inherited(view, kind, name):
        yield f"`{key}: {value}`, from `{source}`"
    basis = node_below(view.written(kind, name), ("legal-basis",)) if kind == "activity" else None
    if isinstance(basis, Scalar):
        facts = words_of((Activity, "legal-basis")).get(basis.text, ())
        yield f"rests on `{basis.text}`" + "".join(f" ({cited(fact.cites)})" for fact in facts)
    sources = list(texts(node_below(view.written(kind, name), ("source",))))
    if sources:
        yield f"source: {'; '.join(sources)}"
    dpv = node_below(view.written(kind, name), ("dpv",))
    if isinstance(dpv, Scalar):
        yield f"DPV: `{dpv.text}`"


def _names(names: tuple[str, ...]) -> str:
    shown = [f"`{name}`" for name in names[:_MOST_NAMES]]
    more = len(names) - len(shown)
    return listed([*shown, f"{more} more"] if more else shown, "and")


def _source(lines: tuple[str, ...], key: Scalar, value: Node | None) -> str:
    """Quote a declaration as it is written."""
    last = value.end_line if isinstance(value, Mapping) and value.entries else key.line
    shown = [
        line[key.column - 1 :] if not line[: key.column - 1].strip() else line for line in lines[key.line - 1 : last]
    ]
    if len(shown) > _MOST_LINES:
        shown = [*shown[: _MOST_LINES - 1], "  …"]
    return "\n".join(("```yaml", *shown, "```"))


def _named(view: View, kind: Kind, name: str) -> str:
    found = Counter(path for path, one in view.of(kind, name) if not one.declares)
    if not found:
        return "named nowhere" if kind != "prohibition" else ""
    times = f"{found.total()} times" if found.total() > 1 else "once"
    files = [_short(view, path) for path in found]
    return f"named {times} in {listed(files, 'and') if len(files) <= _MOST_FILES else f'{len(files)} files'}"


def _short(view: View, path: Path) -> str:
    return path.relative_to(view.root).as_posix() if path != view.root else path.name


def _words(node: Node | None) -> str | None:
    """Choose English where a text is given per language, else the first."""
    match node:
        case Scalar(text=text):
            return " ".join(text.split())
        case Mapping(entries=entries) if entries:
            _, chosen = entries.get("en") or next(iter(entries.values()))
            return _words(chosen)
        case _:
            return None
