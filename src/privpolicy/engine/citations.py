"""Where the law stands that a requirement rests on: ids only, handed in from outside."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from privpolicy.engine.requirement import ClauseKind
from privpolicy.model.legal_basis import LegalBasis


@dataclass(frozen=True, slots=True)
class Citations:
    """Citation ids such as ``gdpr:6-1-a`` by what rests on them."""

    bases: Mapping[LegalBasis, tuple[str, ...]] = field(default_factory=dict)
    clauses: Mapping[ClauseKind, tuple[str, ...]] = field(default_factory=dict)
    marketing_objection: tuple[str, ...] = ()
