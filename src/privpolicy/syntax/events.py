"""The events of a YAML text, from the C parser or, without it, from the pure Python one."""

import re
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any, Protocol

from privpolicy.source.text import SourceText

# Within a plain text, a colon with no space behind it and any question mark mean themselves (YAML 1.2, 7.3.3).
_INNER_SIGN = re.compile(r"""[:?](?:(?<=[^\s"'\[\]{},]:)(?=[^\s\[\]{},])|(?<=[^\s\[\]{},]\?))""")


class NotYamlError(Exception):
    """The text is not YAML. Lines and columns count from zero, as the parsers count."""

    def __init__(self, error: Any) -> None:
        self.context: str = getattr(error, "context", None) or ""
        self.problem: str = getattr(error, "problem", None) or str(error)
        self.place: tuple[int, int] | None = _place(getattr(error, "problem_mark", None))
        self.context_place: tuple[int, int] | None = _place(getattr(error, "context_mark", None))
        super().__init__(self.problem)


class EventSource(Protocol):
    """Yields the events of a text; raises ``NotYamlError`` where it stops being YAML."""

    def __call__(self, source: SourceText) -> Iterator[Any]:
        """Return the events, each with ``start_mark`` and ``end_mark``."""
        ...


def c_events(source: SourceText) -> Iterator[Any]:
    """Yield the events of libyaml. Raises ``ImportError`` where it is not installed."""
    from _ruamel_yaml import CParser  # noqa: PLC0415  (costly, and not everywhere)
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415

    text, stand_ins = _without_inner_signs(source.text)
    parser = CParser(text.encode())
    try:
        while parser.check_event():
            event = parser.get_event()
            if stand_ins and (value := getattr(event, "value", None)) and not value.isascii():
                event.value = value.translate(stand_ins)
            yield event
    except YAMLError as error:
        raise NotYamlError(error) from None
    finally:
        parser.dispose()


def _without_inner_signs(text: str) -> tuple[str, dict[int, str]]:
    """Return the text with a stand-in for every ``:`` and ``?`` that means itself, and what stands in for what.

    The libyaml in use refuses YAML 1.2's ``{at: 2019-11-15T10:00:00Z, dpv: dpv:Marketing, source: https://a.eu?b}``.
    """
    if not _INNER_SIGN.search(text):
        return text, {}
    free = [sign for sign in map(chr, range(0xE000, 0xE100)) if sign not in text]
    if len(free) < 2:
        return text, {}
    stand_ins = dict(zip(":?", free, strict=False))
    replaced = _INNER_SIGN.sub(lambda match: stand_ins[match[0]], text)
    return replaced, {ord(stand_in): sign for sign, stand_in in stand_ins.items()}


def pure_events(source: SourceText) -> Iterator[Any]:
    """Yield the events of the pure Python parser."""
    from ruamel.yaml import YAML  # noqa: PLC0415
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield from YAML(typ="safe", pure=True).parse(source.text)
    except YAMLError as error:
        raise NotYamlError(error) from None
    except (ValueError, IndexError, KeyError, AttributeError, TypeError, AssertionError) as error:
        # The pure parser trips over some texts with an exception of its own.
        raise NotYamlError(error) from None


def fastest_events(source: SourceText) -> Iterator[Any]:
    """Yield the events of the C parser where there is one, else of the pure one."""
    return c_events(source) if find_spec("_ruamel_yaml") else pure_events(source)


def _place(mark: Any) -> tuple[int, int] | None:
    return None if mark is None else (mark.line, mark.column)
