"""Legal bases of Article 6(1) and conditions of Article 9(2) GDPR."""

from typing import Literal, get_args

LegalBasis = Literal[
    "consent", "contract", "legal-obligation", "vital-interests", "public-task", "legitimate-interests"
]
"""Article 6(1)(a) to (f), in order."""

LEGAL_BASES: tuple[LegalBasis, ...] = get_args(LegalBasis)

SpecialCategoryCondition = Literal[
    "explicit-consent",
    "employment",
    "vital-interests",
    "not-for-profit",
    "made-public",
    "legal-claims",
    "substantial-public-interest",
    "health-care",
    "public-health",
    "research",
]
"""Article 9(2)(a) to (j), in order."""
