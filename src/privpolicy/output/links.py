"""Where more can be read: the page of a check, and the law on the official site of the Union."""

import re
from dataclasses import dataclass

from privpolicy.diagnostics.codes import CODES
from privpolicy.law.citation import UnknownCitationError, cite
from privpolicy.lint.checks import CHECKS
from privpolicy.lint.suppress import SUPPRESSION_CODES
from privpolicy.output import package

_EUR_LEX = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri="
_CELEX = re.compile(r"\bCELEX (\d{5}[A-Z]{1,2}\d{4}\b)")
_ECLI = re.compile(r"\bECLI:EU:[CT]:\d{4}:\d+\b")
_WITH_PAGE = frozenset(check.id for check in CHECKS)
_LISTED = frozenset(code.id for code in (*CODES, *SUPPRESSION_CODES))


@dataclass(frozen=True, slots=True)
class Article:
    """A citation as it is told: how lawyers write it, what it is about, and where it can be read."""

    source: str
    """The id of the law, of which there are many articles, or of the decision or judgment."""
    short: str
    title: str
    link: str | None


def check_link(code_id: str) -> str | None:
    """Return the address of what is said of a code, if the package names the address of its documentation.

    A check has a page; faults of loading stand in the index; of checks by others nothing is known.
    """
    documentation = package.addresses().get("documentation")
    if documentation is None or code_id not in _WITH_PAGE | _LISTED:
        return None
    return f"{documentation.rstrip('/')}/checks/{code_id if code_id in _WITH_PAGE else 'README'}.md"


def article(citation: str) -> Article:
    """Return what is told of a citation id; an unknown one is told as it is."""
    try:
        found = cite(citation)
    except UnknownCitationError:
        return Article(citation, citation, "", None)
    source = citation.partition(":")[0] if found.place else citation
    return Article(source, found.short, found.title, _link(found.reference))


def _link(reference: str) -> str | None:
    if (celex := _CELEX.search(reference)) is not None:
        return f"{_EUR_LEX}CELEX:{celex[1]}"
    if (ecli := _ECLI.search(reference)) is not None:
        return f"{_EUR_LEX}ecli:{ecli[0]}"
    return None
