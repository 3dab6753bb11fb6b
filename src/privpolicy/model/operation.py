"""Operations on personal data, after Article 4(2) GDPR."""

from typing import Literal, get_args

Operation = Literal[
    "collect",
    "record",
    "store",
    "use",
    "consult",
    "combine",
    "profile",
    "disclose",
    "publish",
    "sell",
    "alter",
    "pseudonymise",
    "anonymise",
    "restrict",
    "erase",
]
"""What may be done; built in and flat."""

OPERATIONS: tuple[Operation, ...] = get_args(Operation)
PROTECTIVE: frozenset[Operation] = frozenset({"erase", "anonymise", "restrict"})
"""Operations that protect the person: they ask for coverage, retention, legal hold and prohibitions alone."""
DESTRUCTIVE: frozenset[Operation] = frozenset({"erase", "anonymise"})
"""Operations that a legal hold, a floor and a statutory phase stop."""
