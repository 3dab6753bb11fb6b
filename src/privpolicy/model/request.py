"""A request as written."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from privpolicy.model.declaration import Many, kebab
from privpolicy.model.moment import Moment, MomentField, read_moment, write_moment
from privpolicy.model.operation import Operation
from privpolicy.model.text import Text

Instant = str | date | Moment
"""How a caller may write an instant: as text, as a date, or as an aware datetime."""


class Asked(BaseModel):
    """A part of a request: frozen and strict; a key that nobody knows is an error."""

    model_config = ConfigDict(
        defer_build=True,  # nobody waits for those that he does not use
        extra="forbid",
        frozen=True,
        strict=True,
        alias_generator=kebab,
        validate_by_name=True,
        validate_by_alias=True,
        arbitrary_types_allowed=True,
    )


def _unless_stated(*, default: object) -> BeforeValidator:
    """Read null as left out."""
    return BeforeValidator(lambda value: default if value is None else value)


class Consent(Asked):
    """A consent on record (Art. 4(11), 7 GDPR)."""

    purpose: Text
    """The purpose consented to; narrower purposes are meant too."""
    given: MomentField
    """When it was given."""
    withdrawn: MomentField | None = None
    """When it was withdrawn; null: it was not."""
    explicit: Annotated[bool, _unless_stated(default=False)] = False
    """It was given by an express statement."""
    by: Annotated[Literal["subject", "guardian"], _unless_stated(default="subject")] = "subject"
    """Who gave it: the person, or a holder of parental responsibility (Art. 8)."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            purpose: str,
            given: Instant,
            withdrawn: Instant | None = None,
            explicit: bool = False,
            by: Literal["subject", "guardian"] = "subject",
        ) -> None: ...

    @field_validator("withdrawn")
    @classmethod
    def _goes_forward(cls, withdrawn: Moment | None, info: ValidationInfo) -> Moment | None:
        return _not_before(withdrawn, info, "given")


class Objection(Asked):
    """An objection on record (Art. 21 GDPR)."""

    purpose: Text
    """The purpose objected to."""
    raised: MomentField
    """When it was raised."""
    withdrawn: MomentField | None = None
    """When it was withdrawn; null: it was not."""

    if TYPE_CHECKING:

        def __init__(self, *, purpose: str, raised: Instant, withdrawn: Instant | None = None) -> None: ...

    @field_validator("withdrawn")
    @classmethod
    def _goes_forward(cls, withdrawn: Moment | None, info: ValidationInfo) -> Moment | None:
        return _not_before(withdrawn, info, "raised")


def _not_before(end: Moment | None, info: ValidationInfo, name: str) -> Moment | None:
    start = info.data.get(name)
    if end is not None and start is not None and end < start:
        raise PydanticCustomError("withdrawn_before", "withdrawn before it was {name}", {"name": name})
    return end


OLDEST = 200
"""An age beyond which a number is no age of a person."""


def _years(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= OLDEST:
        raise PydanticCustomError("bad_age", "expected an age in years, from 0 to {oldest}", {"oldest": OLDEST})
    return value


class Subject(Asked):
    """What is known of the person."""

    age: Annotated[int | float, BeforeValidator(_years)] | None = None
    """Age in years; null: not known."""
    country: Text | None = None
    """The country whose law protects the person, ISO 3166-1; null: not known."""


def _date_as_text(value: Any) -> Any:
    if not isinstance(value, date):
        return value
    try:
        return write_moment(read_moment(value))
    except ValueError as error:
        raise PydanticCustomError("bad_date", "{reason}", {"reason": str(error)}) from None


FactValue = bool | int | Annotated[float, Field(allow_inf_nan=False)] | Annotated[str, BeforeValidator(_date_as_text)]
"""A value of a fact: a boolean, a number or a text; a date is kept as text until the policy says that it is one."""


class Context(Asked):
    """What is on record about the person and the data; what is left out is not known."""

    consents: Many[Consent] | None = None
    """All consents on record; left out: not known."""
    objections: Many[Objection] | None = None
    """All objections on record; left out: not known."""
    restricted: bool | None = None
    """Processing is restricted (Art. 18 GDPR); left out: not known."""
    legal_hold: bool | None = None
    """The data is under a legal hold; left out: not known."""
    events: Annotated[dict[str, MomentField | None], _unless_stated(default={})] = Field(default_factory=dict)
    """When events happened; null: has not happened; left out: not known."""
    subject: Annotated[Subject, _unless_stated(default={})] = Field(default_factory=Subject)
    """What is known of the person."""
    facts: Annotated[dict[str, FactValue | None], _unless_stated(default={})] = Field(default_factory=dict)
    """Values of the facts that the policy declares; null or left out: not known."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            consents: Sequence[Consent] | None = None,
            objections: Sequence[Objection] | None = None,
            restricted: bool | None = None,
            legal_hold: bool | None = None,
            events: Mapping[str, Instant | None] | None = None,
            subject: Subject | None = None,
            facts: Mapping[str, bool | float | str | date | None] | None = None,
        ) -> None: ...


def _one_or_more(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


class RequestModel(Asked):
    """Ask whether this data of this person may be handled so, for this purpose, by this recipient."""

    purpose: Text
    """Why."""
    data: Annotated[tuple[Text, ...], BeforeValidator(_one_or_more), Field(strict=False, min_length=1)]
    """What data: one category or several, each of which is answered."""
    data_subject: Text | None = None
    """Whose data; left out: the only root of the policy's data subjects."""
    operation: Operation | None = None
    """What is done; left out: use."""
    recipient: Text | None = None
    """Who does it or, for `disclose`, receives the data; left out: the controller."""
    origin: Text | None = None
    """The activity under which the data was collected."""
    at: MomentField | None = None
    """The instant asked about; left out: now."""
    complete: bool | None = None
    """The context is the whole record: what is not stated is not so."""
    context: Context | None = None
    """What is known."""
