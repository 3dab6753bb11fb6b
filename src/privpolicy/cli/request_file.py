"""Requests as they stand in files and on standard input: one in YAML or JSON, or a stream of one a line."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

from privpolicy.cli.fault import Fault
from privpolicy.cli.strict_json import decode, read_json
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.request_error import RequestError
from privpolicy.source.text import SourceText
from privpolicy.syntax.nodes import Node
from privpolicy.syntax.parse import parse
from privpolicy.syntax.plain import plain

LARGEST = 10 * 1024 * 1024
"""How many bytes a request may have."""
STANDARD_INPUT = "-"
_STREAMS = frozenset({".jsonl", ".ndjson"})
_NO_MAPPING = frozenset({"root-not-mapping", "empty-file"})
"""What the reader of YAML says of policies, in words that fit no request."""
_LOOKED_AT = 16
"""How many lines of standard input are looked at to see whether it is a stream that begins with a faulty line."""


@dataclass(frozen=True, slots=True)
class Written:
    """One request as written; ``tree`` and ``source`` tell where, when it is YAML."""

    value: Any
    tree: Node | None = None
    source: SourceText | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """A stream of requests, one a line, with how many bytes it has where that is known.

    ``named`` tells that somebody called it a stream; what only looks like one may turn out to be a single request.
    """

    lines: Iterator[bytes]
    size: int | None = None
    named: bool = True


class UnreadableYamlError(RequestError):
    """A request whose YAML cannot be read; ``diagnostics`` say why."""

    def __init__(self, diagnostics: Sequence[Diagnostic], source: SourceText) -> None:
        first = diagnostics[0]
        super().__init__(f"{first.message} ({first.span})" if first.span is not None else first.message)
        self.diagnostics = diagnostics
        self.source = source


def read_requests(name: str, *, stream: bool, answers_are_lines: bool) -> Written | Lines:
    """Read what a name stands for, ``-`` being standard input; a stream is read while it is answered.

    Raises :class:`Fault` when there is nothing to read, :class:`RequestError` when it is no request.
    """
    if name == STANDARD_INPUT:
        return _standard_input(sys.stdin.buffer, stream=stream, answers_are_lines=answers_are_lines)
    path = Path(name)
    try:
        if stream or path.suffix.lower() in _STREAMS:
            size = path.stat().st_size
            return Lines(_short_lines(path.open("rb")), size)
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise Fault(f"the request `{name}` cannot be read: {(error.strerror or 'no reason given').lower()}") from None
    except ValueError:
        raise Fault(f"the request `{name!r}` is no path") from None
    return _one(data, name, path.suffix.lower())


def _one(data: bytes, name: str, ending: str = "") -> Written:
    if len(data) > LARGEST:
        raise RequestError(
            f"larger than {LARGEST // 1024 // 1024} MB; a stream of requests ends in `.jsonl` or needs --stream"
        )
    if ending == ".json" or (ending not in {".yaml", ".yml"} and data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")):
        try:
            return Written(read_json(decode(data)))
        except RequestError as error:
            advice = "; for one request a line add --stream" if "extra data" in error.message else ""
            raise RequestError(error.message + advice, error.path) from None
    document = parse(data, "standard input" if name == STANDARD_INPUT else name)
    if {diagnostic.code.name for diagnostic in document.diagnostics} <= _NO_MAPPING and document.root is None:
        raise RequestError("a request is a mapping with at least `purpose` and `data`")
    if document.root is None or any(diagnostic.is_error for diagnostic in document.diagnostics):
        raise UnreadableYamlError(sorted(document.diagnostics), document.text)
    return Written(plain(document.root), document.root, document.text)


def _standard_input(source: IO[bytes], *, stream: bool, answers_are_lines: bool) -> Written | Lines:
    """Tell a stream from one request: its first line is a whole JSON object, and it is not the only one.

    Where the answers are lines anyway, the first is given before a second request is waited for.
    """
    lines = _short_lines(source)
    if stream:
        return Lines(lines)
    seen = list(islice(lines, 1))
    if not seen:
        raise RequestError("no request stands there")
    if _is_object(seen[0]):
        if answers_are_lines:
            return Lines(chain(seen, lines), named=False)
        seen += islice(lines, 1)
        if len(seen) > 1:
            return Lines(chain(seen, lines))
    else:
        seen += islice(lines, _LOOKED_AT)
        if any(_is_request(line) for line in seen):
            return Lines(chain(seen, lines))
    return _one(_all(chain(seen, lines)), STANDARD_INPUT)


def _all(lines: Iterator[bytes]) -> bytes:
    data = bytearray()
    for line in lines:
        data += line
        if len(data) > LARGEST:
            break
    return bytes(data)


def _short_lines(source: IO[bytes]) -> Iterator[bytes]:
    """Yield lines that are not blank. Of one that is longer than a request may be only the beginning is kept."""
    with source:
        while line := source.readline(LARGEST + 1):
            rest = line
            while len(rest) > LARGEST and not rest.endswith(b"\n"):
                rest = source.readline(LARGEST + 1)
            if len(line) > LARGEST or line.strip():
                yield line


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(read_json(decode(line)), dict)
    except RequestError:
        return False


def _is_request(line: bytes) -> bool:
    try:
        value = read_json(decode(line))
    except RequestError:
        return False
    return isinstance(value, dict) and {"purpose", "data"} <= value.keys()
