"""Titles that people understand: no abbreviation that only the company knows."""

import re
from collections.abc import Iterator

from privpolicy.checks import Check, Examined, Remark, check

_ABBREVIATION = re.compile(r"\b[A-Z]{3,}\b")
_KNOWN = frozenset({"GDPR", "VAT", "USA"})


def house_abbreviation(x: Examined) -> Iterator[Remark]:
    """A text for people with an abbreviation of the house.

    Whoever reads a notice does not work here. An abbreviation that only colleagues know keeps people from
    understanding what happens to their data.

    Avoid::

        purposes:
          crm: {title: Keep the CRM up to date}    # expect

    Prefer::

        purposes:
          crm: {title: Keep our customer list up to date}
    """
    for path, text in x.texts:
        for word in dict.fromkeys(_ABBREVIATION.findall(text)):
            if word not in _KNOWN:
                yield Remark(path, f"`{word}` is an abbreviation that few people know", "write it out")


CHECKS: tuple[Check, ...] = (
    check("ACME101", "house-abbreviation", "warning", house_abbreviation, cites=("gdpr:12-1",)),
)
