"""Give an id another name, wherever it stands in a policy, and take the ids below it along."""

import re
from collections.abc import Iterator

from privpolicy.diagnostics.wording import quote
from privpolicy.editor.edit import Edit
from privpolicy.editor.grammar import RESERVED
from privpolicy.editor.kinds import BUILT_IN, HIERARCHIES, SECTION_OF, Kind
from privpolicy.editor.occurrences import Occurrence
from privpolicy.editor.target import bare
from privpolicy.editor.view import Sheet, View
from privpolicy.model.text import ID_PATTERN
from privpolicy.syntax.plain import resolve_scalar


class RenameError(Exception):
    """Why an id cannot be given another name, or not this one."""


def check_renamable(view: View, kind: Kind, name: str) -> None:
    """Raise :class:`RenameError` where an id cannot be given another name at all."""
    if name in BUILT_IN.get(kind, ()):
        raise RenameError(f"{quote(name)} is built into the language")
    for path, sheet in view.sheets.items():
        if not sheet.is_sound:
            raise RenameError(f"{quote(path.name)} cannot be read as a whole: put it right first")
    if name not in view.declared[kind]:
        raise RenameError(f"the {kind} {quote(name)} is not declared")


def rename(view: View, kind: Kind, old: str, new: str) -> tuple[Edit, ...]:
    """Return the changes that give an id, and the ids below it, another name; raises :class:`RenameError`."""
    check_renamable(view, kind, old)
    if new == old:
        return ()
    names = _new_names(view, kind, old, new)
    _check(view, kind, names, new)
    return tuple(sorted(_edits(view, kind, names)))


def _new_names(view: View, kind: Kind, old: str, new: str) -> dict[str, str]:
    """Return every id that is renamed, declared or only named, with its new name."""
    known = (*view.declared[kind], *view.undeclared(kind))
    below = f"{old}."
    return {
        name: new + name[len(old) :]
        for name in known
        if name == old or (kind in HIERARCHIES and name.startswith(below))
    }


def _check(view: View, kind: Kind, names: dict[str, str], new: str) -> None:
    if not re.fullmatch(ID_PATTERN, new):
        raise RenameError(f"{quote(new)} is no id: lower-case words joined by `-`, in segments joined by `.`")
    if kind == "fact" and new in RESERVED:
        raise RenameError(f"a fact cannot be called {quote(new)}, which is a word of conditions")
    left = {*view.names(kind), *view.undeclared(kind)} - names.keys()
    for name in names.values():
        if name in BUILT_IN.get(kind, ()):
            raise RenameError(f"{quote(name)} is built into the language")
        if name in left:
            raise RenameError(f"there is a {kind} {quote(name)} already")
    parent = new.rpartition(".")[0]
    if kind in HIERARCHIES and parent and parent not in left | set(names.values()):
        raise RenameError(f"{quote(parent)}, the parent of {quote(new)}, is not declared under `{SECTION_OF[kind]}`")


def _edits(view: View, kind: Kind, names: dict[str, str]) -> Iterator[Edit]:
    for old, new in names.items():
        for path, one in view.of(kind, old):
            yield _edit(view.sheets[path], one, new)


def _edit(sheet: Sheet, one: Occurrence, new: str) -> Edit:
    """Change an id and leave its quotes as they are."""
    span = bare(sheet, one.span)
    line = sheet.document.text.line(span.line)
    if span.line != span.end_line or line[span.column - 1 : span.end_column - 1] != one.name:
        return Edit(one.span, _plain(new))  # written with escapes, or as a block of text
    is_key = one.path[-1:] == (one.name,) and sheet.root is not None
    return Edit(span, new if not one.node.plain or is_key else _plain(new))


def _plain(name: str) -> str:
    """Put an id in quotes that means no text without them."""
    return f'"{name}"' if resolve_scalar(name) in {None, True, False} else name
