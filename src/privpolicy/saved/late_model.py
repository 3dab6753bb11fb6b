"""A policy model whose sections are bound when they are asked for, and its activities one by one."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from pydantic import PrivateAttr, ValidationError

from privpolicy.model.activity import Activity
from privpolicy.model.concept import DataCategory, DataSubject, Event, Fact, Purpose, Safeguard
from privpolicy.model.declaration import Written
from privpolicy.model.notice import Notice
from privpolicy.model.policy_model import Controller, PolicyHeader, PolicyModel
from privpolicy.model.prohibition import Prohibition
from privpolicy.model.recipient import Recipient
from privpolicy.model.retention import Schedule
from privpolicy.saved.errors import AGAIN, SavedPolicyError
from privpolicy.saved.lines import parsed

ALONE: Mapping[str, type[Written]] = {"policy": PolicyHeader, "controller": Controller, "notice": Notice}
"""Fields of a policy model that hold one mapping."""
SECTIONS: Mapping[str, type[Written]] = {
    "purposes": Purpose,
    "data_categories": DataCategory,
    "data_subjects": DataSubject,
    "recipients": Recipient,
    "events": Event,
    "facts": Fact,
    "retention": Schedule,
    "safeguards": Safeguard,
    "prohibitions": Prohibition,
}
"""Fields that hold declarations by id. Only the activities are so many that each waits for itself."""


class LateActivities(Mapping[str, Activity]):
    """Activities by id, each read from its line when it is first asked for."""

    __slots__ = ("_bound", "_lines")

    def __init__(self, lines: Mapping[str, bytes]) -> None:
        self._lines = lines
        self._bound: dict[str, Activity] = {}

    def __getitem__(self, name: str) -> Activity:
        known = self._bound.get(name)
        if known is None:
            known = self._bound[name] = bound(Activity, parsed(self._lines[name]))
        return known

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def __contains__(self, name: object) -> bool:
        return name in self._lines

    def written(self) -> dict[str, Any]:
        """Return all of them as plain values."""
        return {name: parsed(line) for name, line in self._lines.items()}


class LateModel(PolicyModel):
    """The model of a reopened policy: read, it is the same as any other; compared, copied or dumped, it is whole."""

    _written: dict[str, Any] = PrivateAttr(default_factory=dict)
    """Fields as plain values, the activities left out."""

    def __init__(self, written: dict[str, Any], activities: LateActivities) -> None:
        """Take fields as plain values, bound later, and the activities."""
        put = partial(object.__setattr__, self)  # nothing is validated here
        put("__dict__", {"activities": activities})
        put("__pydantic_fields_set__", {*written, "activities"})
        put("__pydantic_extra__", None)
        put("__pydantic_private__", {"_written": written})

    if not TYPE_CHECKING:  # a type checker knows the fields from the class above

        def __getattr__(self, name: str) -> Any:
            if name in ALONE:
                value = self._written.get(name)
                found = None if value is None else bound(ALONE[name], value)
            elif name in SECTIONS:
                kind = SECTIONS[name]
                found = {key: bound(kind, value) for key, value in self._written.get(name, {}).items()}
            else:
                return super().__getattr__(name)
            self.__dict__[name] = found
            return found

    def whole(self) -> PolicyModel:
        """Return the model with everything bound, as it was before it was saved."""
        return PolicyModel.model_validate(self._plain())

    def model_copy(self, **settings: Any) -> PolicyModel:  # type: ignore[override]  # a copy waits for nothing
        """Return a whole copy, changed as pydantic would."""
        return self.whole().model_copy(**settings)

    def model_dump(self, **settings: Any) -> dict[str, Any]:
        """Return everything as plain values, as pydantic would."""
        return self.whole().model_dump(**settings)

    def model_dump_json(self, **settings: Any) -> str:
        """Return everything as JSON, as pydantic would."""
        return self.whole().model_dump_json(**settings)

    def __eq__(self, other: object) -> bool:
        return self.whole() == (other.whole() if isinstance(other, LateModel) else other)

    __hash__ = None  # type: ignore[assignment]  # as of any model that holds mappings

    def __copy__(self) -> PolicyModel:  # type: ignore[override]
        return self.whole()

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> PolicyModel:  # type: ignore[override]
        return self.whole()

    def __reduce__(self) -> tuple[Any, ...]:
        return PolicyModel.model_validate, (self._plain(),)

    def _plain(self) -> dict[str, Any]:
        activities = self.activities
        assert isinstance(activities, LateActivities)  # noqa: S101
        plain = {**self._written, "activities": activities.written()}
        return {PolicyModel.model_fields[name].alias or name: value for name, value in plain.items()}


def bound(kind: type[Written], value: Any) -> Any:
    """Return plain values as a model; raises :class:`SavedPolicyError` where they do not fit."""
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        message = f"the saved policy does not fit the language: {error.errors()[0]['msg']}"
        raise SavedPolicyError(message, AGAIN) from None
