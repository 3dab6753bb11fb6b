"""What is written: scalars, sequences and mappings, each with its place."""

from dataclasses import dataclass, field

from privpolicy.source.span import Span


@dataclass(slots=True)
class Placed:
    """A stretch of a file. Lines and columns count from one; the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def span(self) -> Span:
        """The place as a span."""
        return Span(self.file, self.line, self.column, self.end_line, self.end_column)


@dataclass(slots=True)
class Scalar(Placed):
    """A text as written, without its quotes. ``plain`` tells that it had none, so that ``42`` may be a number."""

    text: str
    plain: bool


@dataclass(slots=True)
class Unread(Placed):
    """Something that cannot be taken as written, such as an alias; a diagnostic of its own says so."""


@dataclass(slots=True)
class Sequence(Placed):
    """A list."""

    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Mapping(Placed):
    """Keys and values by the text of the key, in the order written.

    ``whole`` is false when something in it could not be read, so that a key that seems missing may stand there.
    """

    entries: dict[str, tuple[Scalar, "Node"]] = field(default_factory=dict)
    whole: bool = True


Node = Scalar | Sequence | Mapping | Unread
