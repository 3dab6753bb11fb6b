"""Words of others in Markdown: they stay words, whatever they look like."""

import re

_CODE = re.compile(r"`([^`\n]+)`")
_SPECIAL = re.compile(r"([\\`*_\[\]~|])")
# People, teams, issues and addresses, which would be told or linked; a comment in between keeps them apart.
_LIVE = re.compile(r"([@#]|:(?=//)|\bwww(?=\.)|\bGH(?=-\d))", re.IGNORECASE)
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def plain(text: str) -> str:
    """Write a message: what it has in backticks stays code, everything else stands for itself."""
    parts = _CODE.split(" ".join(text.split()))
    return "".join(code(part) if number % 2 else _literal(part) for number, part in enumerate(parts))


def code(text: str) -> str:
    """Write some words as code, on one line."""
    line = " ".join(text.split())
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", line)), default=0))
    space = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{space}{line}{space}{fence}" if line else ""


def _literal(text: str) -> str:
    text = re.sub("[&<>]", lambda found: _HTML[found[0]], text)
    return _LIVE.sub(r"\1<!-- -->", _SPECIAL.sub(r"\\\1", text))
