"""Many documents to one tree, whose nodes keep the place where they were written."""

from collections.abc import Iterable
from pathlib import PurePath

from privpolicy.diagnostics.codes import code_named
from privpolicy.diagnostics.diagnostic import Diagnostic, Related
from privpolicy.diagnostics.wording import did_you_mean, listed, quote
from privpolicy.model.policy_model import PolicyModel
from privpolicy.syntax.nodes import Mapping, Node, Scalar, Sequence, Unread

SECTIONS: tuple[str, ...] = tuple(field.alias or name for name, field in PolicyModel.model_fields.items())
"""The top-level keys of a policy."""
_SINGLETONS = ("policy", "controller", "notice")


def merge(roots: Iterable[Mapping], *, whole: bool) -> tuple[Mapping | None, list[Diagnostic]]:
    """Join the sections of all files, in order; an id belongs to the file that declares it first.

    With ``whole`` false a file could not be read, so that what seems missing may stand there.
    """
    found: list[Diagnostic] = []
    tree: Mapping | None = None
    for root in roots:
        if tree is None:
            tree = Mapping(root.file, root.line, root.column, root.end_line, root.end_column, whole=whole)
        tree.whole = tree.whole and root.whole
        for key, value in root.entries.values():
            if key.text not in SECTIONS:
                found.append(_unknown_section(key))
            else:
                _add_section(tree, key, value, found)
    if tree is not None and not tree.whole:
        for name in _SINGLETONS:
            if name in tree.entries and isinstance(section := tree.entries[name][1], Mapping):
                section.whole = False
    return tree, found


def _add_section(tree: Mapping, key: Scalar, value: Node, found: list[Diagnostic]) -> None:
    if isinstance(value, Scalar) and value.plain and not value.text:
        # Nothing but the name of the section, say because its entries are commented out.
        value = Mapping(key.file, key.line, key.column, key.end_line, key.end_column)
    if not isinstance(value, Mapping):
        if not isinstance(value, Unread):
            found.append(_no_mapping(key, value))
        place = (value.file, value.line, value.column, value.end_line, value.end_column)
        tree.entries.setdefault(key.text, (key, Unread(*place)))
        return
    if key.text not in tree.entries:
        place = (value.file, value.line, value.column, value.end_line, value.end_column)
        tree.entries[key.text] = (key, Mapping(*place))
    section = tree.entries[key.text][1]
    if not isinstance(section, Mapping):
        return
    section.whole = section.whole and value.whole
    for entry_key, entry in value.entries.values():
        if entry_key.text in section.entries:
            found.append(_declared_twice(key.text, entry_key, section.entries[entry_key.text][0]))
        else:
            section.entries[entry_key.text] = (entry_key, entry)


def _unknown_section(key: Scalar) -> Diagnostic:
    advice = did_you_mean(key.text, SECTIONS) or f"the sections are {listed(SECTIONS, 'and')}"
    return Diagnostic.of(code_named("unknown-section"), f"no section is called {quote(key.text)}", key.span, advice)


def _no_mapping(key: Scalar, value: Node) -> Diagnostic:
    what = "a list" if isinstance(value, Sequence) else "a single value"
    message = f"expected a mapping in the section {quote(key.text)}, found {what}"
    return Diagnostic.of(code_named("wrong-type"), message, value.span, "write one `id: {…}` a line")


def _declared_twice(section: str, key: Scalar, first: Scalar) -> Diagnostic:
    message = f"{quote(key.text)} is declared twice in {quote(section)}"
    related = Related(f"{quote(key.text)} is declared here first", first.span)
    advice = f"keep one of the two; the first stands in {quote(PurePath(first.file).name)}"
    return Diagnostic.of(code_named("duplicate-id"), message, key.span, advice, related)
