"""What is told of the word under the mouse."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from privpolicy.editor.codes import codes
from privpolicy.editor.cursor import Cursor, word_at
from privpolicy.editor.declaration_page import declaration_page
from privpolicy.editor.grammar import Place, place_at
from privpolicy.editor.ignores import code_at
from privpolicy.editor.known_law import cited, keys_of, packs_of, told, words_of
from privpolicy.editor.target import id_at
from privpolicy.editor.view import Sheet, View
from privpolicy.law.fact import Fact
from privpolicy.model.declaration import Written
from privpolicy.schemas.docstrings import field_docstrings
from privpolicy.source.span import Span


@dataclass(frozen=True, slots=True)
class Hover:
    """A page in Markdown, and the word that it is about."""

    text: str
    span: Span


def hover(view: View, path: Path, line: int, column: int) -> Hover | None:
    """Return what is known of the word at a place."""
    sheet = view.sheets.get(path)
    if sheet is None:
        return None
    code = code_at(sheet.document.text.line(line), column)
    if code is not None:
        page = code_page(code.text)
        return None if page is None else Hover(page, Span(sheet.document.text.file, line, code.start, line, code.end))
    target = id_at(view, path, line, column)
    if target is not None:
        return Hover(declaration_page(view, target.kind, target.name), target.span)
    return _of_word(sheet, line, column)


def code_page(text: str) -> str | None:
    """Write what a code stands for, in Markdown."""
    code = codes().find(text)
    if code is None:
        return None
    check = codes().check(code.id)
    parts = [f"**{code.id}** {code.name} ({code.severity})", f"{code.summary[:1].upper()}{code.summary[1:]}."]
    if check is not None and check.cites:
        parts.append(cited(check.cites))
    return "\n\n".join(parts)


def key_page(place: Place, key: str) -> str | None:
    """Write what a key of a mapping is for."""
    for model in place.models:
        text = documented(model).get(key)
        if text is not None:
            return f"`{key}`: {text}"
    return None


@lru_cache(maxsize=128)
def documented(model: type[Written]) -> dict[str, str]:
    """Return what each key of a mapping is for."""
    return field_docstrings(model)


def _of_word(sheet: Sheet, line: int, column: int) -> Hover | None:
    """Tell of a word of the language or of the law."""
    cursor = word_at(sheet.lines, line, column)
    if cursor is None:
        return None
    is_key = sheet.document.text.line(line)[cursor.end - 1 :].lstrip("\"'").startswith(":")
    page = _key(cursor) if is_key else _value(cursor)
    return None if page is None else Hover(page, Span(sheet.document.text.file, line, cursor.start, line, cursor.end))


def _key(cursor: Cursor) -> str | None:
    place = place_at(cursor.path)
    facts = (fact for slot in place.slots for fact in keys_of(slot).get(cursor.word, ()))
    return key_page(place, cursor.word) or _facts(cursor.word, facts)


def _value(cursor: Cursor) -> str | None:
    place = place_at(cursor.path)
    packs = (packs_of(slot).get(cursor.word) for slot in place.slots)
    pack = next((title for title in packs if title is not None), None)
    if pack is not None:
        return f"**law pack** `{cursor.word}` — {pack}"
    return _facts(cursor.word, (fact for slot in place.slots for fact in words_of(slot).get(cursor.word, ())))


def _facts(word: str, facts: Iterator[Fact]) -> str | None:
    lines = [f"- {told(fact)}" for fact in facts]
    return "\n".join((f"`{word}`\n", *lines)) if lines else None
