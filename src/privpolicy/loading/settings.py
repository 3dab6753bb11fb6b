"""The settings of a project, in privpolicy.toml and pyproject.toml, and where in them something is written.

The TOML parser does not tell the latter.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

OWN_FILE, PROJECT_FILE = "privpolicy.toml", "pyproject.toml"
SECTIONS: Mapping[str, tuple[str, ...]] = {OWN_FILE: (), PROJECT_FILE: ("tool", "privpolicy")}
"""The files of a folder in the order in which they count, and where in each of them our settings stand."""
_WHERE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_COMMENT = re.compile(
    r'''("""(?:[^\\]|\\.)*?"{3,5}|\'{3}.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\')|#[^\n]*''', re.DOTALL
)


class SettingsError(Exception):
    """A file of settings that cannot be read, or does not say what it should. ``place`` may lack line and column."""

    def __init__(self, message: str, advice: str | None, place: str) -> None:
        super().__init__(message, advice, place)
        self.message = message
        self.advice = advice
        self.place = place

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


def read_settings(file: Path, section: tuple[str, ...]) -> tuple["SettingsFile", dict[str, Any]]:
    """Read a file of settings of which a section is meant; raises :class:`SettingsError` where it is no TOML."""
    try:
        text = file.read_bytes().decode("utf-8")
    except (OSError, ValueError) as error:
        reason = (error.strerror or "no reason given").lower() if isinstance(error, OSError) else "it is not UTF-8"
        raise SettingsError(f"the file cannot be read: {reason}", None, str(file)) from None
    if text.startswith("\ufeff"):
        message = "the file begins with a byte order mark, which TOML does not allow"
        raise SettingsError(message, "save it as UTF-8 without one", f"{file}:1:1")
    written = SettingsFile(file, text, section)
    try:
        return written, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise written.malformed(error) from None
    except (ValueError, RecursionError):
        message = "this is no TOML: a number is too long, or lists stand too deep"
        raise SettingsError(message, None, str(file)) from None


def policy_named(file: Path) -> Path | None:
    """Return the policy that a file of settings names, if it names one; raises :class:`SettingsError`."""
    section = SECTIONS[file.name]
    written, found = read_settings(file, section)
    value: Any = found
    for name in (*section, "policy"):
        value = value.get(name) if isinstance(value, dict) else None
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        place = written.place_of_key(section, "policy")
        raise SettingsError("`policy` is no path", 'write the path of a policy: `policy = "policies/…"`', place)
    return file.parent / value


@dataclass(frozen=True)
class SettingsFile:
    """The text of a file, and the section of it that is ours."""

    path: Path
    text: str
    section: tuple[str, ...]

    def place(self, *words: str) -> str:
        """Return where the last of some words stands that follow on one another below the header of the section."""
        offset = self._header(self.section)
        for number, word in enumerate(words):
            found = self._find_key(word, offset) if number == 0 else self._find(word, offset)
            if found is None:  # written with escapes
                break
            offset = found
        return self._at(offset)

    def place_of_key(self, table: Iterable[str], key: str) -> str:
        """Return where a key of a table stands."""
        return self._at(self._find_key(key, self._header(tuple(table))) or 0)

    def malformed(self, error: tomllib.TOMLDecodeError) -> SettingsError:
        """Return what the parser complains of, with its place in front."""
        message = str(error)
        where = _WHERE.search(message)
        if where is None:
            return SettingsError(f"this is no TOML: {message}", None, str(self.path))
        said = message[: where.start()]
        said = said[:1].lower() + said[1:]
        place = f"{self.path}:{where[1]}:{where[2]}" if where[1] else self._at(len(self.text))
        return SettingsError(f"this is no TOML: {said}", None, place)

    def _header(self, table: tuple[str, ...]) -> int:
        """Return where the body of a table starts: behind its header, or behind that of the nearest table around it."""
        for length in range(len(table), 0, -1):
            names = r"\s*\.\s*".join(rf"[\"']?{re.escape(name)}[\"']?" for name in table[:length])
            end = r"[\].]" if length == len(table) else r"\]"
            found = re.search(rf"^[ \t]*\[\s*{names}\s*{end}", self._bare, re.MULTILINE)
            if found is not None:
                return found.end()
        return 0

    def _find_key(self, key: str, offset: int) -> int | None:
        """Return where a key or a header that ends in it stands; failing these, the word."""
        word = re.escape(key)
        before_value = rf"""(?<![\w-])(?P<key>{word})["']?(?=[ \t]*[=.])"""
        in_header = rf"""^[ \t]*\[[^\]\n]*?(?<![\w-])(?P<header>{word})["']?[ \t]*\]"""
        found = re.compile(f"{before_value}|{in_header}", re.MULTILINE).search(self._bare, offset)
        return found.start(str(found.lastgroup)) if found is not None else self._find(key, offset)

    def _find(self, word: str, offset: int) -> int | None:
        """Return where a word stands."""
        found = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])").search(self._bare, offset)
        return None if found is None else found.start()

    @cached_property
    def _bare(self) -> str:
        """The text with blanks in the place of comments."""
        return _COMMENT.sub(lambda found: found[1] or " " * len(found[0]), self.text)

    def _at(self, offset: int) -> str:
        before = self.text[:offset]
        return f"{self.path}:{before.count(chr(10)) + 1}:{offset - before.rfind(chr(10))}"
