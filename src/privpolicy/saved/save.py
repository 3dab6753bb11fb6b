"""A compiled policy to the lines of a file."""

from pathlib import Path
from typing import Any

from privpolicy.engine.policy import Policy
from privpolicy.saved.errors import SavedPolicyError
from privpolicy.saved.file import digest_of, write_file
from privpolicy.saved.header import header_of
from privpolicy.saved.index_lines import index_written, vocabulary_written
from privpolicy.saved.late_model import LateModel
from privpolicy.saved.late_places import places_written
from privpolicy.saved.lines import line
from privpolicy.saved.reopen import policy_of


def save(policy: Policy, path: Path) -> str:
    """Write a policy to a file in one step, and return the digest by which it is opened.

    It is read back first: raises :class:`SavedPolicyError` where that would not be the same policy, and ``OSError``
    where the file cannot be written.
    """
    data = lines_of(policy)
    again = policy_of(data, law=None if policy.guards is None else "named")
    if not _same(again, policy):
        raise SavedPolicyError("the policy cannot be saved: it would not be the same when it is reopened")
    write_file(path, data)
    return digest_of(data)


def _same(again: Policy, policy: Policy) -> bool:
    made, first = ((one.vocabulary, one.programs(law=None).index, one.digest, one.cites) for one in (again, policy))
    return made == first and again.model == policy.model and again.places == policy.places


def lines_of(policy: Policy) -> bytes:
    """Return what a file of the policy holds."""
    model = policy.model.whole() if isinstance(policy.model, LateModel) else policy.model
    plain: dict[str, Any] = model.model_dump(by_alias=True, exclude_unset=True)
    activities = plain.pop("activities", {})
    derived = {
        "vocabulary": vocabulary_written(policy.vocabulary),
        "index": index_written(policy.programs(law=None).index),
    }
    found = [
        line(header_of(policy.digest, model.policy.law)),
        line({name.replace("-", "_"): value for name, value in plain.items()}),
        line(derived),
        line(places_written(policy.places)),
        *(line(activity) for activity in activities.values()),
    ]
    return b"\n".join(found) + b"\n"
