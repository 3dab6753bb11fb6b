"""What a recommendation rests on, as it could be cited on a day."""

from privpolicy.engine.words import day
from privpolicy.law.citation import short
from privpolicy.law.fact import Fact
from privpolicy.lint.examined import Examined


def cites_at(x: Examined, fact: Fact) -> tuple[str, ...]:
    """Return the citations of a fact, without documents that are younger than the day asked about."""
    documents = x.law.documents
    return tuple(one for one in fact.cites if one not in documents or documents[one].date <= x.at)


def since(x: Examined, fact: Fact) -> str:
    """Say from which day a fact holds and who says so: ``since 2021-10-30 (CNIL 2021-122)``."""
    cites = cites_at(x, fact)
    start = f"since {day(fact.valid.from_)}" if fact.valid.from_ is not None else ""
    return f"{start} ({short(cites[0])})" if cites else start
