"""What the columns of a warehouse table hold: the categories of the policy, and what each row states."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from privpolicy.model.declaration import Some, Written
from privpolicy.model.text import Id, Text

Column = Text
Columns = Annotated[dict[Text, Id | Some[Id]], Field(min_length=1)]


class ConsentTable(Written):
    """A table with a row a consent; ``key`` is its column that holds the key of the person."""

    table: Text
    key: Column
    purpose: Column
    given: Column
    withdrawn: Column
    explicit: Column | None = None
    by: Column | None = None


class ObjectionTable(Written):
    """A table with a row an objection; ``key`` is its column that holds the key of the person."""

    table: Text
    key: Column
    purpose: Column
    raised: Column
    withdrawn: Column | None = None


class PersonColumns(Written):
    """Where a row states the age and the country of the person."""

    age: Column | None = None
    country: Column | None = None


class TableMap(Written):
    """A table whose columns are mapped to categories, and the columns by which its rows are judged."""

    table: Text | None = None
    """What the table is called in SQL."""
    columns: Columns
    """By column the category that it holds, or several. No other column is read, save those carried along."""
    carry: Annotated[tuple[Column, ...], Field(strict=False)] = ()
    """Columns that hold no personal data by themselves, such as a key: handed out with what may be read."""
    key: Column | None = None
    """The column that tells whose row it is, for tables of consents and objections."""
    data_subject: Id | None = None
    """Whose data the table holds; left out, the policy's only root."""
    origin: Id | None = None
    """The activity under which the data was collected."""
    zone: Literal["UTC"] | None = None
    """What columns are in that hold an instant without a zone."""
    events: Column | dict[Id, Column] = Field(default_factory=dict)
    """By event the column of its date, or one column that holds them all: a struct or a map from texts to instants."""
    facts: Column | dict[Id, Column] = Field(default_factory=dict)
    """By fact its column, or one column that holds them all as a struct."""
    subject: Column | PersonColumns = PersonColumns()
    consents: Column | ConsentTable | None = None
    """The column that lists them, or the table that does."""
    objections: Column | ObjectionTable | None = None
    restricted: Column | None = None
    legal_hold: Column | None = None
    types: dict[Column, Text] = Field(default_factory=dict)
    """The types of columns, where SQL is written without looking at the table."""

    def categories(self, column: str) -> tuple[str, ...]:
        """Return the categories that a column holds."""
        held = self.columns[column]
        return (held,) if isinstance(held, str) else tuple(held)

    @property
    def event_columns(self) -> Mapping[str, str]:
        """The column of each event that has one of its own."""
        return {} if isinstance(self.events, str) else self.events

    @property
    def fact_columns(self) -> Mapping[str, str]:
        """The column of each fact that has one of its own."""
        return {} if isinstance(self.facts, str) else self.facts

    def stating(self) -> Iterator[tuple[str, str]]:
        """Yield the path of a request that each column states, and the column; side tables aside."""
        yield from ((f"events.{event}", column) for event, column in self.event_columns.items())
        yield from ((f"facts.{fact}", column) for fact, column in self.fact_columns.items())
        if not isinstance(self.subject, str):
            person = (("age", self.subject.age), ("country", self.subject.country))
            yield from ((f"subject.{name}", column) for name, column in person if column is not None)
        for path in ("events", "facts", "subject", "consents", "objections", "restricted", "legal-hold"):
            column = getattr(self, path.replace("-", "_"))
            if isinstance(column, str):
                yield path, column
