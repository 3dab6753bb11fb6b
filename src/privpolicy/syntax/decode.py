"""Bytes to text: UTF-8, with or without a byte order mark, and only the characters that YAML allows."""

import re

from privpolicy.diagnostics.codes import code_named
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.wording import quote
from privpolicy.source.span import Span
from privpolicy.source.text import SourceText

# What YAML 1.2, 5.1 (c-printable) leaves out, and the separators that only some readers take for line breaks. Named
# the other way round, the same set takes Python's `re` longer to compile than a policy takes to be read.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_DIRECTIVE = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r))*%([^\r\n]*)")
_WIDE = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_MOST = 20


def decode(data: bytes, file: str) -> tuple[SourceText | None, list[Diagnostic]]:
    """Return the text, with every forbidden character replaced by a space, and what is wrong with it.

    There is no text when the bytes are UTF-16 or UTF-32.
    """
    wide = _wide_encoding(data)
    if wide:
        message = f"the file is encoded as {wide}, not as UTF-8"
        span = Span(file, 1, 1, 1, 1)
        return None, [Diagnostic.of(code_named("wrong-encoding"), message, span, "save the file as UTF-8")]
    found: list[Diagnostic] = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8-sig", "replace")
        found.append(_bad_bytes(data, error, file))
    text = _without_forbidden(text, file, found)
    text = _without_directives(text, file, found)
    return SourceText(file, text), found


def _wide_encoding(data: bytes) -> str | None:
    for mark, name in _WIDE:
        if data.startswith(mark):
            return name
    head = data[:64]
    if len(head) >= 4 and (not any(head[1::2]) or not any(head[::2])):
        return "UTF-16 or UTF-32"
    return None


def _bad_bytes(data: bytes, error: UnicodeDecodeError, file: str) -> Diagnostic:
    # The decoder counts from behind the byte order mark.
    start = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
    before = SourceText(file, data[:start].decode("utf-8-sig"))
    line, column = before.place_of(len(before.text))
    places = data.decode("utf-8", "replace").count("�") - data.count("�".encode())
    more = "" if places < 2 else f" ({places} such places)"
    return Diagnostic.of(
        code_named("bad-utf-8"),
        f"the byte 0x{data[start]:02X} is not valid UTF-8",
        Span(file, line, column, line, column + 1),
        f"save the file as UTF-8{more}",
    )


def _without_forbidden(text: str, file: str, found: list[Diagnostic]) -> str:
    places = list(_FORBIDDEN.finditer(text))
    if not places:
        return text
    source = SourceText(file, _FORBIDDEN.sub(" ", text))
    for place in places[:_MOST]:
        line, column = source.place_of(place.start())
        found.append(
            Diagnostic.of(
                code_named("control-character"),
                f"the character U+{ord(place[0]):04X} may not stand in a policy",
                Span(file, line, column, line, column + 1),
                "remove it, or write it as an escape in double quotes",
            )
        )
    return source.text


def _without_directives(text: str, file: str, found: list[Diagnostic]) -> str:
    """Blank out the directives before the document: readers of YAML disagree on them."""
    while match := _DIRECTIVE.match(text):
        line, column = SourceText(file, text).place_of(match.start(1) - 1)
        length = len(match[1]) + 1
        found.append(
            Diagnostic.of(
                code_named("yaml-directive"),
                f"{quote('%' + match[1])} is a YAML directive, which a policy may not hold",
                Span(file, line, column, line, column + length),
                "remove the line",
            )
        )
        text = text[: match.start(1) - 1] + " " * length + text[match.end() :]
        if len(found) >= _MOST:
            break
    return text
