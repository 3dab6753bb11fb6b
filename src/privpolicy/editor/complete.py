"""What may be typed next: ids by what is asked for, keys, and the values of closed lists."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from privpolicy.editor.codes import codes
from privpolicy.editor.cursor import Cursor, cursor_at, keys_beside
from privpolicy.editor.declaration_page import summary
from privpolicy.editor.grammar import RESERVED, Place, declares, place_at
from privpolicy.editor.hover import documented
from privpolicy.editor.ignores import code_typed
from privpolicy.editor.kinds import Kind
from privpolicy.editor.known_law import keys_of, packs_of, words_of
from privpolicy.editor.view import Sheet, View, node_below, texts
from privpolicy.engine.vocabulary import BUILT_IN_FACTS
from privpolicy.model.condition import Comparison
from privpolicy.source.path import NodePath
from privpolicy.source.span import Span
from privpolicy.syntax.nodes import Scalar

What = Literal["id", "key", "value", "code"]
MOST = 500
"""How many are offered at once; of more, those that hold what was typed."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may be typed: ``text`` goes to the place of the word that was begun."""

    label: str
    what: What
    text: str
    detail: str | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Completion:
    """Everything that may be typed in the place of a stretch of text, in order; ``whole``: nothing was left out."""

    span: Span
    candidates: tuple[Candidate, ...]
    whole: bool = True


def complete(view: View, path: Path, line: int, column: int) -> Completion | None:
    """Return what may be typed at a place of a file, whether it can be read at the moment or not."""
    sheet = view.sheets.get(path)
    if sheet is None:
        return None
    file = sheet.document.text.file
    code = code_typed(sheet.document.text.line(line), column)
    if code is not None:
        found = (
            Candidate(one.id, "code", one.id, one.summary)
            for one in codes().codes.values()
            if one.id not in codes().unavoidable
        )
        return _offered(Span(file, line, code.start, line, code.end), code.text, found)
    cursor = cursor_at(sheet.lines, line, column)
    if cursor is None:
        return None
    span = Span(file, line, cursor.start, line, cursor.end)
    return _offered(span, cursor.word, _candidates(view, sheet, cursor))


def _offered(span: Span, word: str, candidates: Iterator[Candidate]) -> Completion:
    several = tuple(dict.fromkeys(candidates))
    if len(several) <= MOST:
        return Completion(span, several)
    fitting = tuple(islice((one for one in several if word in one.label), MOST))
    return Completion(span, fitting, whole=False)


def _candidates(view: View, sheet: Sheet, cursor: Cursor) -> Iterator[Candidate]:
    place = place_at(cursor.path)
    if cursor.at != "key":
        form = "{}"
        if cursor.at == "either" and place.is_list and _on_line_of_its_own(sheet, cursor):
            form = "- {}"
        elif place.is_list_alone:
            form = "[{}]"
        inner = place if form == "{}" else place.below(0)
        for one in _values(view, inner, cursor.path):
            yield Candidate(one.label, one.what, form.format(one.text), one.detail, one.kind)
    if cursor.at != "value":
        rest = sheet.document.text.line(cursor.line)[cursor.end - 1 :]
        colon = "" if rest.lstrip("\"'").startswith(":") else ": "
        written = keys_beside(sheet.lines, cursor)
        for one in _keys(view, place, cursor.path):
            if one.label not in written - {cursor.word}:
                yield Candidate(one.label, one.what, one.text + colon, one.detail, one.kind)


def _on_line_of_its_own(sheet: Sheet, cursor: Cursor) -> bool:
    return not sheet.document.text.line(cursor.line)[: cursor.start - 1].strip()


def _values(view: View, place: Place, path: NodePath) -> Iterator[Candidate]:
    """Yield what may stand as a value: an id, a word of the law, or one of a closed list."""
    for kind in place.kinds:
        for name in view.names(kind):
            if kind != "activity" or name != path[1]:
                yield Candidate(name, "id", name, summary(view, kind, name), kind)
    for slot in place.slots:
        for word, facts in words_of(slot).items():
            yield Candidate(word, "value", word, facts[0].title)
        for pack, title in packs_of(slot).items():
            yield Candidate(pack, "value", pack, title)
    fact = _fact_tested(path)
    if fact is not None:
        for value in _values_of(view, fact):
            yield Candidate(value, "value", value)
        return
    told = {word for slot in place.slots for word in words_of(slot)}
    for value in place.values:
        if value not in told:
            yield Candidate(value, "value", value)


def _fact_tested(path: NodePath) -> str | None:
    """Return the fact of which a value stands at a path."""
    for length in range(len(path), 1, -1):
        name = str(path[length - 1])
        if place_at(path[: length - 1]).is_condition and name not in RESERVED:
            return name
    return None


def _values_of(view: View, fact: str) -> Iterator[str]:
    match node_below(view.written("fact", fact), ("type",)):
        case Scalar(text="boolean"):
            yield from ("true", "false")
        case Scalar(text="enum"):
            yield from texts(node_below(view.written("fact", fact), ("values",)))
        case _:
            pass


def _keys(view: View, place: Place, path: NodePath) -> Iterator[Candidate]:
    """Yield the keys that a mapping may have: those that it must have first, then facts, then the others."""
    if place.is_condition:
        for name in view.names("fact"):
            yield Candidate(name, "id", name, summary(view, "fact", name), "fact")
    for required in (True, False):
        for model in place.models:
            if model is Comparison and not _compares(view, path):
                continue
            for name, field in model.model_fields.items():
                key = field.alias or name
                if field.is_required() == required:
                    yield Candidate(key, "key", key, documented(model).get(key))
    for slot in place.slots:
        for word, facts in keys_of(slot).items():
            yield Candidate(word, "key", word, facts[0].title)
    kind = declares((*path, "")) if len(path) == 1 else None
    if kind is not None:
        for name in view.undeclared(kind):
            yield Candidate(name, "id", name, "named, and not declared yet", kind)


def _compares(view: View, path: NodePath) -> bool:
    """Tell whether comparisons are of use for the fact at the end of a path."""
    name = str(path[-1])
    written = node_below(view.written("fact", name), ("type",))
    return name in BUILT_IN_FACTS or not isinstance(written, Scalar) or written.text != "boolean"
