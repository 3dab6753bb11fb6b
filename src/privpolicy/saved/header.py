"""The first line of a saved policy: which version of what it was made with."""

from collections.abc import Iterable
from typing import Any

from privpolicy.law.errors import PackError, UnknownPackError
from privpolicy.law.shelf import digest
from privpolicy.saved.errors import AGAIN, SavedPolicyError
from privpolicy.source.version import VERSION

FORM = 1
"""The form of the lines; it changes with them, and with what vocabulary and index mean."""


def header_of(policy: str, law: Iterable[str]) -> dict[str, Any]:
    """Return the header of a policy with a digest that names some law packs."""
    return {
        "privpolicy-saved": FORM,
        "version": VERSION,
        "policy": policy,
        "law": {"packs": list(law), "digest": digest(law)},
    }


def check_header(header: Any) -> str:
    """Return the digest of the policy.

    Raises :class:`SavedPolicyError` where it was made with another version of privpolicy or of a law pack.
    """
    match header:
        case {
            "privpolicy-saved": int(form),
            "version": str(version),
            "policy": str(policy),
            "law": {"packs": list(packs), "digest": str(law)},
        } if all(isinstance(pack, str) for pack in packs):
            pass
        case _:
            raise SavedPolicyError("the saved policy is damaged: its first line is not understood", AGAIN)
    if form != FORM or version != VERSION:
        made = f"the policy was saved by privpolicy {version}, and this is {VERSION}"
        raise SavedPolicyError(made, AGAIN)
    try:
        known = digest(packs)
    except (PackError, UnknownPackError) as error:
        raise SavedPolicyError(f"the saved policy names a law pack that cannot be read: {error}", AGAIN) from None
    if known != law:
        raise SavedPolicyError("the policy was saved under other texts of its law packs", AGAIN)
    return policy
