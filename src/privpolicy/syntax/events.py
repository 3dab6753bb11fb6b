"""The events of a YAML text, from the C parser or, without it, from the pure Python one."""

import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any, Protocol

from privpolicy.source.text import SourceText


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

    parser = CParser(source.text.encode())
    try:
        while parser.check_event():
            yield parser.get_event()
    except YAMLError as error:
        raise NotYamlError(error) from None
    finally:
        parser.dispose()


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
