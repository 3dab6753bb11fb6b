"""The lines of a file to the policy that was saved."""

from pathlib import Path
from typing import Literal

from privpolicy.engine.policy import Policy
from privpolicy.law.errors import PackError
from privpolicy.law.grounds import GDPR
from privpolicy.law.guards import guards_of
from privpolicy.saved.errors import AGAIN, SavedPolicyError
from privpolicy.saved.file import MAGIC, read_file
from privpolicy.saved.header import check_header
from privpolicy.saved.index_lines import index_read, vocabulary_read
from privpolicy.saved.late_model import ALONE, SECTIONS, LateActivities, LateModel
from privpolicy.saved.late_places import LatePlaces
from privpolicy.saved.lines import parsed

_BEFORE_ACTIVITIES = 4
"""Lines that hold the header, the model without its activities, what was made of it, and the places."""


def reopen(path: Path, digest: str, *, law: Literal["named"] | None = "named") -> Policy:
    """Open a saved policy whose digest is known; raises :class:`SavedPolicyError`."""
    return policy_of(read_file(path, digest), law=law)


def policy_of(data: bytes, *, law: Literal["named"] | None) -> Policy:
    """Return the policy of some bytes whose origin is known; raises :class:`SavedPolicyError`."""
    if not data.startswith(MAGIC):
        raise SavedPolicyError("this is no saved policy", "`privpolicy save POLICY --out FILE` writes one")
    lines = data.split(b"\n")
    if len(lines) < _BEFORE_ACTIVITIES + 1 or lines.pop():
        raise SavedPolicyError("the saved policy is damaged: it ends too early", AGAIN)
    digest = check_header(parsed(lines[0]))
    try:
        return _policy(digest, lines, law=law)
    except (LookupError, TypeError, ValueError, AttributeError, PackError):
        raise SavedPolicyError("the saved policy is damaged: its parts do not fit", AGAIN) from None


def _policy(digest: str, lines: list[bytes], *, law: Literal["named"] | None) -> Policy:
    written, made = parsed(lines[1]), parsed(lines[2])
    if not written.keys() <= {*ALONE, *SECTIONS} or "policy" not in written:
        raise ValueError
    names = made["index"]["activities"]
    activities = LateActivities(dict(zip(names, lines[_BEFORE_ACTIVITIES:], strict=True)))
    model = LateModel(written, activities)
    vocabulary = vocabulary_read(made["vocabulary"], names)
    index = index_read(made["index"], vocabulary)
    guards = guards_of(model, vocabulary) if law == "named" else None
    places = LatePlaces(lines[3])
    return Policy(model, digest=digest, places=places, cites=GDPR, guards=guards, vocabulary=vocabulary, index=index)
